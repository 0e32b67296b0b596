//! The patient's step: the key of a capsule, with the portion's own secret.

use super::group::Point;
use super::{Capsule, PreContext, PreError, PreSecretKey, PreSharedKey, check_capsule};

/// Takes the key out of a capsule.
///
/// `K = KDF(A, E, V, a(E+V))`
///
/// # Errors
/// [`PreError::InvalidCapsule`].
pub fn decapsulate(context: &PreContext, a: &PreSecretKey, capsule: &Capsule) -> Result<PreSharedKey, PreError> {
    let public = a.public_key();
    check_capsule(context, &public, capsule)?;
    let Capsule { e, v, .. } = capsule;
    let shared = Point::new((e.point() + v.point()) * a.scalar());
    Ok(PreSharedKey::derive(context, &public.0, e, v, &shared))
}
