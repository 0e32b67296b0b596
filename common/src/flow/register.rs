//! Registering: a kit is made and confirmed first; then one commit stores the account, its cards and its vault.

use zeroize::Zeroizing;

use super::act::remember_counter;
use super::credentials::{check_password, confirms_kit, device_id, make_kit_tag};
use super::keep_vault::remember_vault;
use super::member::server_pins;
use super::{DeviceKeyPlace, FlowError, Host, Member};
use crate::api::{
    DescribeServerEndpoint, FinishRegisterEndpoint, FinishRegisterRequest, SealedVault, StartRegisterEndpoint,
    StartRegisterRequest,
};
use crate::crypto::hpke::KemSecretKey;
use crate::crypto::opaque::{OpaqueContext, start_registration};
use crate::crypto::{Kit, SigningKey, VaultKey, derive_account_password};
use crate::envelope::PortionSecret;
use crate::id::{DeviceId, Encoded, Hash};
use crate::portion::Portion;
use crate::sharing::{
    ActBody as _, ActHeader, IndexHead, KeyCard, LogHead, PortionCard, PortionCardFields, Profile, ProfileFault,
    Register, Role, SignedAct, account_id,
};
use crate::vault::{
    OwnIdentity, PortionKey, RecoveryKey, VaultContent, seal_vault, vault_hash, wrap_for_log_in, wrap_for_recovery,
};

/// A registration whose kit is on the screen. Nothing of it is stored anywhere until it is confirmed.
pub struct PendingRegistration {
    profile: Profile,
    password: Zeroizing<String>,
    kit: Kit,
    prepared: Option<Prepared>,
}

/// What goes to the server, kept so that a retry sends the same bytes.
struct Prepared {
    request: FinishRegisterRequest,
    vault: VaultContent,
    vault_key: VaultKey,
}

impl PendingRegistration {
    /// Makes a kit for a new account.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where profile or password are not usable; it says what to do.
    pub fn start(profile: Profile, password: Zeroizing<String>) -> Result<Self, FlowError> {
        profile.check().map_err(explain_fault)?;
        check_password(&password)?;
        Ok(Self { profile, password, kit: Kit::make(), prepared: None })
    }

    /// The kit: eight groups of five characters, shown once.
    pub fn kit(&self) -> Zeroizing<String> {
        self.kit.to_groups()
    }

    /// Whether `typed` are the kit's groups at these places, counted from 1.
    pub fn confirms(&self, typed: &[(usize, &str)]) -> bool {
        confirms_kit(&self.kit, typed)
    }

    /// Registers. May be tried again after [`FlowError::Away`]: the same bytes go out.
    ///
    /// # Errors
    /// Those of the server, a handle that is taken among them.
    pub async fn finish<H: Host>(&mut self, host: H) -> Result<Member<H>, FlowError> {
        let prepared = match self.prepared.take() {
            Some(prepared) => prepared,
            None => self.prepare(&host).await?,
        };
        let account = prepared.vault.account;
        host.keep_device_key(account, DeviceKeyPlace::InForce, self.kit.derive_device_key()).await?;
        let session = match host.call::<FinishRegisterEndpoint>(&prepared.request, None).await {
            Ok(session) => session,
            Err(error) => {
                self.prepared = Some(prepared);
                return Err(error.into());
            }
        };
        let Prepared { request, vault, vault_key } = prepared;
        let hash = vault_hash(&request.vault.sealed);
        remember_vault(&host, account, vault.version, hash).await?;
        remember_counter(&host, &request.act.0.header).await?;
        let member = Member::new(host, request.device, session, vault, vault_key, hash);
        member.note_password(&self.password);
        Ok(member)
    }

    async fn prepare<H: Host>(&self, host: &H) -> Result<Prepared, FlowError> {
        let server = host.call::<DescribeServerEndpoint>(&(), None).await?;
        host.learn_server(&server);
        let (signing_key, kem_secret) = (SigningKey::make(), KemSecretKey::make());
        let account = account_id(&signing_key.verifying_key(), &kem_secret.public_key());
        let card = KeyCard::sign_first(account, kem_secret.public_key(), host.now(), &signing_key);

        let mac = self.kit.derive_device_key().mac_account(account);
        let (log_in, log_in_request) = start_registration(&derive_account_password(&self.password, &mac))?;
        let (recovery, recovery_request) = start_registration(&self.kit.derive_recovery_password())?;
        let handle = self.profile.handle.clone();
        let request = StartRegisterRequest { account, handle, key: card.key_id(), log_in_request, recovery_request };
        let response = host.call::<StartRegisterEndpoint>(&request, None).await?;
        let sas = *server.sas_key.0.as_bytes();
        let log_in =
            log_in.finish(&OpaqueContext::log_in(account, card.key_id(), sas), &response.log_in_response, None)?;
        let recovery = recovery.finish(
            &OpaqueContext::recovery(account, card.key_id(), sas),
            &response.recovery_response,
            None,
        )?;

        let portions = if self.profile.role == Role::Patient { &Portion::ALL[..] } else { &[] };
        let portion_keys: Vec<PortionKey> = portions
            .iter()
            .map(|portion| make_portion_key(&card, *portion, 1, Hash::ZERO, &signing_key, true))
            .collect();
        let device = device_id(host, account).await?;
        let act = self.sign(&card, &portion_keys, device, server.restore_epoch, host.now(), &signing_key);
        let kit_tag = make_kit_tag();
        let vault = VaultContent {
            version: 1,
            ancestors: Vec::new(),
            account,
            server: server_pins(&server),
            kit_tag,
            recovery_key: RecoveryKey::derive(&recovery.export_key).public_key(),
            identity: OwnIdentity { signing_key, kem_secret, cards: vec![card.clone()], register: act.clone() },
            portion_keys,
            contacts: Vec::new(),
            index_head: IndexHead::EMPTY,
            log_head: LogHead::EMPTY,
            issued_codes: Vec::new(),
            rolls_due: Vec::new(),
            settings: Vec::new(),
        };
        let vault_key = VaultKey::make();
        let sealed_vault = SealedVault {
            sealed: seal_vault(&vault, &vault_key),
            log_in_wrap: wrap_for_log_in(account, &vault_key, &log_in.export_key),
            recovery_wrap: wrap_for_recovery(account, &vault_key, &vault.recovery_key)?,
        };
        let request = FinishRegisterRequest {
            act: Encoded(act),
            key_card: Encoded(card),
            portion_cards: vault.portion_keys.iter().map(|key| Encoded(key.card.clone())).collect(),
            log_in_upload: log_in.upload,
            recovery_upload: recovery.upload,
            kit_tag,
            vault: sealed_vault,
            device,
        };
        Ok(Prepared { request, vault, vault_key })
    }

    fn sign(
        &self,
        card: &KeyCard,
        portion_keys: &[PortionKey],
        device: DeviceId,
        restore_epoch: u32,
        signed_at: u64,
        key: &SigningKey,
    ) -> SignedAct<Register> {
        let header = ActHeader {
            actor: card.fields.account,
            actor_key: card.key_id(),
            patient: card.fields.account,
            device,
            audience: Register::AUDIENCE,
            counter: 1,
            log_head: LogHead::EMPTY,
            signed_at,
            restore_epoch,
            on_behalf_of: Hash::ZERO,
        };
        let body = Register {
            profile: self.profile.clone(),
            key_card: card.hash(),
            portion_cards: portion_keys.iter().map(|key| key.card.hash()).collect(),
        };
        SignedAct::sign(header, body, key)
    }
}

/// Fresh secrets of a portion, with the card that shows their public halves.
pub(super) fn make_portion_key(
    identity: &KeyCard,
    portion: Portion,
    epoch: u32,
    previous: Hash,
    key: &SigningKey,
    current: bool,
) -> PortionKey {
    let secret = PortionSecret::make();
    let fields = PortionCardFields {
        patient: identity.fields.account,
        patient_key: identity.key_id(),
        portion,
        epoch,
        pre_key: secret.pre.public_key(),
        kem_key: secret.kem.public_key(),
        previous,
    };
    PortionKey { secret, card: PortionCard::sign(fields, key), current }
}

fn explain_fault(fault: ProfileFault) -> FlowError {
    match fault {
        ProfileFault::Handle => FlowError::Invalid(
            "A handle has 3 to 32 small letters, digits, dots, dashes or underscores, and begins with a letter or digit.",
        ),
        ProfileFault::Name => FlowError::Invalid("Write your name, in at most 100 characters."),
        ProfileFault::Organisation => FlowError::Invalid("Write where you work in at most 100 characters."),
        ProfileFault::HiddenInName => FlowError::Invalid("Write your name in characters that are seen."),
        ProfileFault::HiddenInOrganisation => FlowError::Invalid("Write where you work in characters that are seen."),
    }
}
