//! The client's secrets that have no file of their own. How kit and password become keys is in `kit`; the secrets of
//! re-encryption are in [`crate::pre`], those of HPKE in [`super::hpke`].

use super::crockford::{CodeError, decode_groups, encode_groups};
use super::opaque::OpaquePassword;
use super::random::random_bytes;
use super::secret_bytes;
use zeroize::Zeroizing;

secret_bytes!(
    /// Encrypts one version of one record and nothing else.
    random FileKey, 32);
secret_bytes!(
    /// AES-256-GCM key of one body, derived from its file key.
    BodyKey, 32);
secret_bytes!(
    /// Encrypts the vault, through a key of its own for every sealing.
    random VaultKey, 32);
secret_bytes!(
    /// HMAC-SHA256 key that stays on the device; in a browser a key that `WebCrypto` does not give out again.
    DeviceKey, 32);
secret_bytes!(
    /// HMAC of the account id under the device key: the half of the account password that is not typed.
    DeviceMac, 32);
secret_bytes!(
    /// Pre-shared key of HPKE, always 32 bytes (RFC 9180 section 9.5 asks for that much entropy).
    Psk, 32);
secret_bytes!(
    /// The registration random key: 160 bits, printed as the emergency kit and stored nowhere.
    random Kit, 20);
secret_bytes!(
    /// The opening random key: 60 bits in the low bits of 8 bytes.
    OpeningCode, 8);

secret_bytes!(
    /// Finds a person who is unlisted: 80 bits, in a link or typed. The server learns it from whoever shows it.
    random Invitation, 10);

const KIT_GROUPS: usize = 8;
const CODE_GROUPS: usize = 3;
const INVITATION_GROUPS: usize = 4;

impl Kit {
    /// As printed: eight groups of five characters.
    pub fn to_groups(&self) -> Zeroizing<String> {
        encode_groups(&self.0, KIT_GROUPS)
    }

    /// From what somebody typed.
    ///
    /// # Errors
    /// [`CodeError`], naming the wrong group.
    pub fn from_groups(text: &str) -> Result<Self, CodeError> {
        decode_groups(text, KIT_GROUPS).map(|bytes| Self(*bytes))
    }
}

impl Invitation {
    /// As in a link, or written down: four groups of five characters.
    pub fn to_groups(&self) -> Zeroizing<String> {
        encode_groups(&self.0, INVITATION_GROUPS)
    }

    /// From what somebody typed.
    ///
    /// # Errors
    /// [`CodeError`], naming the wrong group.
    pub fn from_groups(text: &str) -> Result<Self, CodeError> {
        decode_groups(text, INVITATION_GROUPS).map(|bytes| Self(*bytes))
    }
}

impl OpeningCode {
    /// A fresh random one.
    pub fn make() -> Self {
        let [first, rest @ ..] = random_bytes::<8>();
        let mut code = [first & 0x0F; 8];
        for (byte, random) in code.iter_mut().skip(1).zip(rest) {
            *byte = random;
        }
        Self(code)
    }

    /// As shown and spoken: three groups of five characters.
    pub fn to_groups(&self) -> Zeroizing<String> {
        encode_groups(&self.0, CODE_GROUPS)
    }

    /// From what somebody typed.
    ///
    /// # Errors
    /// [`CodeError`], naming the wrong group.
    pub fn from_groups(text: &str) -> Result<Self, CodeError> {
        decode_groups(text, CODE_GROUPS).map(|bytes| Self(*bytes))
    }

    /// What OPAQUE takes as the password of the opening.
    pub fn to_password(&self) -> OpaquePassword {
        OpaquePassword::new(self.0.to_vec())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]
mod tests {
    use super::*;

    #[test]
    fn a_kit_and_a_code_read_back_from_their_groups() {
        let (kit, code) = (Kit::make(), OpeningCode::make());
        assert_eq!(Kit::from_groups(&kit.to_groups()).unwrap(), kit);
        assert_eq!(OpeningCode::from_groups(&code.to_groups()).unwrap(), code);
        let invitation = Invitation::make();
        assert_eq!(Invitation::from_groups(&invitation.to_groups()).unwrap(), invitation);
        let lengths = [kit.to_groups().len(), code.to_groups().len(), invitation.to_groups().len()];
        assert_eq!(lengths, [47, 17, 23]);
    }
}
