//! The patient's step before lending: a key that turns capsules for A into fragments for B.

use curve25519_dalek::scalar::Scalar;
use zeroize::Zeroizing;

use super::group::{Point, hash_to_scalar, make_scalar, mul_base, mul_u};
use super::{PreContext, PrePublicKey, PreSecretKey, ReEncryptionKey, ReKeyCommitment};

/// Makes a re-encryption key and its commitments.
///
/// ```text
/// x random, fresh per portion;  X = xG;  d = H3(A, X, B, xB);  rk = a·d⁻¹;  U1 = rk·U
/// ```
pub fn make_re_encryption_key(
    context: &PreContext,
    a: &PreSecretKey,
    b: &PrePublicKey,
) -> (ReEncryptionKey, ReKeyCommitment) {
    loop {
        if let Some(made) = make_re_encryption_key_with(context, a, b, &Zeroizing::new(make_scalar())) {
            return made;
        }
    }
}

/// Nothing where d is zero, which has negligible probability.
pub(super) fn make_re_encryption_key_with(
    context: &PreContext,
    a: &PreSecretKey,
    b: &PrePublicKey,
    x: &Scalar,
) -> Option<(ReEncryptionKey, ReKeyCommitment)> {
    let point_x = Point::new(mul_base(x));
    let d = Zeroizing::new(h3(context, &a.public_key(), &point_x, b, &Point::new(b.0.point() * x)));
    (*d != Scalar::ZERO).then(|| {
        let rk = a.scalar() * d.invert();
        let commitment = ReKeyCommitment { x: point_x, u1: Point::new(mul_u(&rk)) };
        (ReEncryptionKey(rk), commitment)
    })
}

/// d = H3(A, X, B, xB = bX).
pub(super) fn h3(context: &PreContext, a: &PrePublicKey, x: &Point, b: &PrePublicKey, shared: &Point) -> Scalar {
    hash_to_scalar("shared", context, &a.0, &[x, &b.0, shared])
}
