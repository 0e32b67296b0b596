//! What secrets print: their name and nothing else. Freezes the `Debug` of every one, so that none slips into a log.

#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where an assumption fails")]

#[path = "support/noise.rs"]
mod noise;
#[path = "support/now.rs"]
mod now;

use sesemr_common::codec::Decode as _;
use sesemr_common::crypto::derive::PseudoRandomKey;
use sesemr_common::crypto::hazmat::{Rc4Drop, Rc4Key};
use sesemr_common::crypto::hpke::KemSecretKey;
use sesemr_common::crypto::opaque::*;
use sesemr_common::crypto::*;
use sesemr_common::envelope::*;
use sesemr_common::id::{AccountId, BatchId, Hash, KeyId};
use sesemr_common::portion::Portion;
use sesemr_common::pre::*;

use crate::noise::noise;
use crate::now::now;

#[test]
fn a_secret_prints_its_name_and_nothing_else() {
    let kit = Kit::make();
    let password = kit.derive_recovery_password();
    let secret = PortionSecret::make();
    let printed = [
        format!("{:?}", SigningKey::make()),
        format!("{:?}", FileKey::make()),
        format!("{:?}", BodyKey::from_bytes([0; 32])),
        format!("{:?}", VaultKey::make()),
        format!("{:?}", kit.derive_device_key()),
        format!("{:?}", kit.derive_device_key().mac_account(AccountId::from_bytes([0; 16]))),
        format!("{:?}", Psk::from_bytes([0; 32])),
        format!("{kit:?}"),
        format!("{:?}", OpeningCode::make()),
        format!("{:?}", Invitation::make()),
        format!("{:?}", PseudoRandomKey::extract(&[], &[])),
        format!("{:?}", KemSecretKey::make()),
        format!("{:?}", Rc4Key::from_bytes([0; 32])),
        format!("{:?}", Rc4Drop::new(&Rc4Key::from_bytes([0; 32]))),
        format!("{password:?}"),
        format!("{:?}", ExportKey::from_bytes([0; 64])),
        format!("{:?}", SessionKey::from_bytes([0; 64])),
        format!("{:?}", OpaqueRecord::from_bytes([0; 192])),
        format!("{:?}", LogInState::from_bytes([0; 128])),
        format!("{:?}", ServerSetup::make()),
        format!("{:?}", start_registration(&password).unwrap().0),
        format!("{:?}", start_log_in(&password).unwrap().0),
        format!("{:?}", PreSecretKey::make()),
        format!("{:?}", PreSharedKey::from_bytes([0; 32])),
        format!("{:?}", ReEncryptionKey::from_bytes([1; 32]).unwrap()),
        format!("{:?}", BatchKemSecret::from_bytes([0; 32])),
        format!("{secret:?}"),
        format!("{:?}", batch_key(&secret)),
        format!("{:?}", now(NativeBodyCipher.load(&BodyKey::from_bytes([0; 32]))).unwrap()),
        format!("{:?}", BytesSource::new(noise(5))),
        format!("{:?}", now(PaddedBody::prepare(BytesSource::new(noise(5)))).unwrap()),
    ];
    assert_eq!(printed.join("\n"), FROZEN);
}

const FROZEN: &str = "\
SigningKey([REDACTED])
FileKey([REDACTED])
BodyKey([REDACTED])
VaultKey([REDACTED])
DeviceKey([REDACTED])
DeviceMac([REDACTED])
Psk([REDACTED])
Kit([REDACTED])
OpeningCode([REDACTED])
Invitation([REDACTED])
PseudoRandomKey([REDACTED])
KemSecretKey([REDACTED])
Rc4Key([REDACTED])
Rc4Drop([REDACTED])
OpaquePassword([REDACTED])
ExportKey([REDACTED])
SessionKey([REDACTED])
OpaqueRecord([REDACTED])
LogInState([REDACTED])
ServerSetup([REDACTED])
RegistrationAttempt([REDACTED])
LogInAttempt([REDACTED])
PreSecretKey([REDACTED])
PreSharedKey([REDACTED])
ReEncryptionKey([REDACTED])
BatchKemSecret([REDACTED])
PortionSecret { pre: PreSecretKey([REDACTED]), kem: KemSecretKey([REDACTED]) }
BatchKey([REDACTED])
NativeChunkCipher([REDACTED])
BytesSource(5 bytes [REDACTED])
PaddedBody(5 bytes [REDACTED])";

fn batch_key(secret: &PortionSecret) -> BatchKey {
    let fields = KeyBatchFields {
        batch: BatchId::decode(&[0; 16]).unwrap(),
        patient: AccountId::from_bytes([0; 16]),
        portion: Portion::Personal,
        epoch: 1,
        card: Hash::ZERO,
        writer: AccountId::from_bytes([0; 16]),
        writer_key: KeyId::ZERO,
        authority: Authority::Own,
    };
    let (a, z, writer) = (secret.pre.public_key(), secret.kem.public_key(), SigningKey::make());
    let wrapped = wrap_file_keys(fields, &a, &z, &[(Hash::ZERO, FileKey::make())], &writer).unwrap();
    open_key_batch(&wrapped.batch, secret).unwrap()
}
