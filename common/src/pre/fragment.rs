//! Fragments: re-encapsulated capsules with a proof that the committed key made them. Useless without b.

use curve25519_dalek::scalar::Scalar;

use super::group::{Point, decode_scalar, generator_u, hash_to_scalar};
use super::{Capsule, PreContext, PreError, PrePublicKey, ReKeyCommitment};
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};

/// E1 32 ‖ V1 32 ‖ c 32 ‖ z 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    pub(super) e1: Point,
    pub(super) v1: Point,
    pub(super) c: Scalar,
    pub(super) z: Scalar,
}

impl Fragment {
    /// Checks the proof of equal logarithms.
    ///
    /// `E2 = zE − cE1, V2 = zV − cV1, U2 = zU − cU1; c = H(A, E,E1,E2, V,V1,V2, U,U1,U2)`
    ///
    /// # Errors
    /// [`PreError::InvalidFragment`].
    pub fn verify(
        &self,
        context: &PreContext,
        a: &PrePublicKey,
        commitment: &ReKeyCommitment,
        capsule: &Capsule,
    ) -> Result<(), PreError> {
        let committed = |base: &Point, image: &Point| Point::new(base.point() * self.z - image.point() * self.c);
        let u = Point::new(generator_u());
        let commitments =
            [committed(&capsule.e, &self.e1), committed(&capsule.v, &self.v1), committed(&u, &commitment.u1)];
        let images = [self.e1, self.v1, commitment.u1];
        if challenge(context, a, capsule, &images, &commitments) == self.c {
            Ok(())
        } else {
            Err(PreError::InvalidFragment)
        }
    }
}

impl Encode for Fragment {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put(&self.e1).put(&self.v1).put_raw(self.c.as_bytes()).put_raw(self.z.as_bytes());
    }
}

impl Decode for Fragment {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let (e1, v1) = (decoder.object()?, decoder.object()?);
        let mut scalar = || decode_scalar(decoder.array()?).ok_or(DecodeError::OutOfRange("scalar"));
        Ok(Self { e1, v1, c: scalar()?, z: scalar()? })
    }
}

/// `c = H(A, E,E1,E2, V,V1,V2, U,U1,U2)`: images are E1, V1, U1, commitments E2, V2, U2.
pub(super) fn challenge(
    context: &PreContext,
    a: &PrePublicKey,
    capsule: &Capsule,
    [e1, v1, u1]: &[Point; 3],
    [e2, v2, u2]: &[Point; 3],
) -> Scalar {
    let u = Point::new(generator_u());
    hash_to_scalar("proof", context, &a.0, &[&capsule.e, e1, e2, &capsule.v, v1, v2, &u, u1, u2])
}
