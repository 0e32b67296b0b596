//! Key slots: one file key, wrapped for one batch.

use crate::codec::{Encoder, object};
use crate::crypto::{ProtocolObject, object_hash};
use crate::id::{BatchId, Hash, public_bytes};

public_bytes!(/// A file key under AES-256-GCM: 32 bytes and a tag.
    WrappedFileKey, 48);

object! {
    /// batch id 16 ‖ wrapped file key 48. Which record it belongs to is bound inside the wrapping, by H.
    struct KeySlot {
        /// The batch whose key wraps it.
        batch: BatchId,
        /// The wrapped file key.
        wrapped: WrappedFileKey,
    }
}

impl ProtocolObject for KeySlot {
    const TYPE_NAME: &'static str = "key-slot";
}

/// Hash, of type name `key-slots`, over `H ‖ wrapped file key` of every slot, in the order given.
///
/// A batch signs it over its slots ordered by H; see [`super::KeyBatch::check_slots`].
pub fn slots_hash(slots: &[(Hash, KeySlot)]) -> Hash {
    let mut encoder = Encoder::default();
    for (binding, slot) in slots {
        encoder.put(binding).put(&slot.wrapped);
    }
    object_hash("key-slots", &encoder.finish())
}
