//! Which portion and epoch a capsule belongs to.

use crate::codec::{Encode, Encoder, SUITE};
use crate::id::AccountId;
use crate::portion::Portion;

/// ctx = suite ‖ patient id 16 ‖ portion u8 ‖ epoch u32: goes into every hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreContext {
    /// Whose portion.
    pub patient: AccountId,
    /// Which portion.
    pub portion: Portion,
    /// Its epoch.
    pub epoch: u32,
}

impl Encode for PreContext {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_u8(SUITE).put(&self.patient).put(&self.portion).put_u32(self.epoch);
    }
}
