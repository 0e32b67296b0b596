//! Encodings of what every object is made of: integers, flags, texts, lists and options.

use super::{Decode, DecodeError, Decoder, Encode, Encoder, MOST_ITEMS, MOST_TEXT};

/// Big-endian integers.
macro_rules! integer {
    ($($type:ident $put:ident),+) => {$(
        impl Encode for $type {
            fn encode_into(&self, encoder: &mut Encoder) {
                encoder.$put(*self);
            }
        }

        impl Decode for $type {
            fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                decoder.$type()
            }
        }
    )+};
}
integer!(u8 put_u8, u16 put_u16, u32 put_u32, u64 put_u64);

impl Encode for bool {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_bool(*self);
    }
}

impl Decode for bool {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.boolean("boolean")
    }
}

impl Encode for String {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_var(self.as_bytes());
    }
}

impl Decode for String {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.text("text", MOST_TEXT)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_list(self);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.list("list", MOST_ITEMS)
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_bool(self.is_some());
        if let Some(object) = self {
            object.encode_into(encoder);
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.boolean("option")?.then(|| T::decode_from(decoder)).transpose()
    }
}
