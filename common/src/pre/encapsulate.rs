//! The writer's step: a fresh key for a portion, with the capsule that holds it.

use curve25519_dalek::scalar::Scalar;
use zeroize::Zeroizing;

use super::group::{Point, h2, make_scalar, mul_base};
use super::{Capsule, PreContext, PrePublicKey, PreSharedKey};

/// Makes a key and its capsule.
///
/// ```text
/// r, u random;  E = rG, V = uG;  s = u + r·H2(A,E,V);  K = KDF(A, E, V, (r+u)A)
/// ```
pub fn encapsulate(context: &PreContext, a: &PrePublicKey) -> (Capsule, PreSharedKey) {
    loop {
        let (r, u) = (Zeroizing::new(make_scalar()), Zeroizing::new(make_scalar()));
        let (capsule, key) = encapsulate_with(context, a, &r, &u);
        // Both have negligible probability; a decoder would refuse the one, and the other would hide nothing.
        if capsule.s != Scalar::ZERO && *r + *u != Scalar::ZERO {
            return (capsule, key);
        }
    }
}

#[expect(clippy::many_single_char_names, reason = "the protocol's letters")]
pub(super) fn encapsulate_with(
    context: &PreContext,
    a: &PrePublicKey,
    r: &Scalar,
    u: &Scalar,
) -> (Capsule, PreSharedKey) {
    let (e, v) = (Point::new(mul_base(r)), Point::new(mul_base(u)));
    let s = u + r * h2(context, &a.0, &e, &v);
    let shared = Point::new(a.0.point() * (r + u));
    (Capsule { e, v, s }, PreSharedKey::derive(context, &a.0, &e, &v, &shared))
}
