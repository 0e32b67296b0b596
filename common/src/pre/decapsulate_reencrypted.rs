//! The clinician's step: the key of a capsule, from the fragment that the proxy made for the opening.

use curve25519_dalek::scalar::Scalar;
use zeroize::Zeroizing;

use super::group::{Point, h2};
use super::make_re_encryption_key::h3;
use super::{Capsule, Fragment, PreContext, PreError, PrePublicKey, PreSecretKey, PreSharedKey, ReKeyCommitment};

/// Takes the key out of a re-encapsulated capsule.
///
/// ```text
/// verify the proof;  d = H3(A, X, B, bX);  A·(s·d⁻¹) = V1 + H2(A,E,V)·E1;  K = KDF(A, E, V, d(E1+V1))
/// ```
///
/// # Errors
/// [`PreError::InvalidFragment`].
pub fn decapsulate_reencrypted(
    context: &PreContext,
    a: &PrePublicKey,
    b: &PreSecretKey,
    commitment: &ReKeyCommitment,
    capsule: &Capsule,
    fragment: &Fragment,
) -> Result<PreSharedKey, PreError> {
    fragment.verify(context, a, commitment, capsule)?;
    let (Capsule { e, v, s }, Fragment { e1, v1, .. }) = (capsule, fragment);
    let shared = Point::new(commitment.x.point() * b.scalar());
    let d = Zeroizing::new(h3(context, a, &commitment.x, &b.public_key(), &shared));
    if *d == Scalar::ZERO || a.0.point() * (s * d.invert()) != v1.point() + e1.point() * h2(context, &a.0, e, v) {
        return Err(PreError::InvalidFragment);
    }
    let shared = Point::new((e1.point() + v1.point()) * *d);
    Ok(PreSharedKey::derive(context, &a.0, e, v, &shared))
}
