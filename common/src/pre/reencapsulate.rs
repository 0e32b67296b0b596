//! The proxy's step: turning a capsule for a portion into a fragment for an opening, without learning anything.

use curve25519_dalek::scalar::Scalar;
use zeroize::Zeroizing;

use super::fragment::challenge;
use super::group::{Point, generator_u, make_scalar};
use super::{Capsule, Fragment, PreContext, PreError, PrePublicKey, ReEncryptionKey, check_capsule};

/// Re-encapsulates a capsule, with a proof that `key` did it.
///
/// ```text
/// check the capsule;  E1 = rk·E, V1 = rk·V
/// t random;  E2 = tE, V2 = tV, U2 = tU;  c = H(A, E,E1,E2, V,V1,V2, U,U1,U2);  z = t + c·rk
/// ```
///
/// # Errors
/// [`PreError::InvalidCapsule`]: nothing is computed on a capsule that does not check.
pub fn reencapsulate(
    context: &PreContext,
    a: &PrePublicKey,
    key: &ReEncryptionKey,
    capsule: &Capsule,
) -> Result<Fragment, PreError> {
    check_capsule(context, a, capsule)?;
    loop {
        // A zero c or z has negligible probability, and no decoder would take it.
        let fragment = reencapsulate_with(context, a, key, capsule, &Zeroizing::new(make_scalar()));
        if fragment.c != Scalar::ZERO && fragment.z != Scalar::ZERO {
            return Ok(fragment);
        }
    }
}

pub(super) fn reencapsulate_with(
    context: &PreContext,
    a: &PrePublicKey,
    key: &ReEncryptionKey,
    capsule: &Capsule,
    t: &Scalar,
) -> Fragment {
    let bases = [*capsule.e.point(), *capsule.v.point(), generator_u()];
    let images = bases.map(|base| Point::new(base * key.0));
    let commitments = bases.map(|base| Point::new(base * t));
    let c = challenge(context, a, capsule, &images, &commitments);
    let z = t + c * key.0;
    let [e1, v1, _] = images;
    Fragment { e1, v1, c, z }
}
