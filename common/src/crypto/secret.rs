//! The shape of every fixed-size secret: wiped when dropped, compared in constant time, never printed.
//!
//! The secrets themselves are in `keys` and beside the code that makes them. Public bytes: [`crate::id`].

/// Declares a secret of `$length` bytes. With `random` it also gets `make`.
macro_rules! secret_bytes {
    ($(#[$doc:meta])* random $name:ident, $length:expr) => {
        $crate::crypto::secret_bytes!($(#[$doc])* $name, $length);

        impl $name {
            /// A fresh random one.
            pub fn make() -> Self {
                Self($crate::crypto::random_bytes())
            }
        }
    };
    ($(#[$doc:meta])* $name:ident, $length:expr) => {
        $(#[$doc])*
        #[derive(Clone, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
        pub struct $name([u8; $length]);

        impl $name {
            /// From its bytes.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// Its bytes: whoever takes them takes care of them.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                subtle::ConstantTimeEq::ct_eq(&self.0[..], &other.0[..]).into()
            }
        }

        impl Eq for $name {}

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "([REDACTED])"))
            }
        }
    };
}
pub(crate) use secret_bytes;
