//! Every secret that a person's programs hold and a test can reach.

use sesemr_common::api::{
    DescribeServerEndpoint, FinishLogInEndpoint, FinishLogInRequest, IdentifyLogInEndpoint, IdentifyLogInRequest,
    ListRecordsEndpoint, LogInPurpose, PageQuery, ReadBatchesEndpoint, ReadBatchesRequest, StartLogInEndpoint,
    StartLogInRequest,
};
use sesemr_common::codec::Decode as _;
use sesemr_common::crypto::derive::{derive, derive_salted};
use sesemr_common::crypto::opaque::{OpaqueContext, start_log_in};
use sesemr_common::crypto::{Kit, derive_account_password};
use sesemr_common::envelope::{RecordHeader, export_kem_secret, open_key_batch};
use sesemr_common::flow::Host as _;
use sesemr_common::id::{AccountId, DeviceId};
use sesemr_common::vault::open_log_in_wrap;
use sesemr_tests::{Needles, Person, TestHost};

/// A kit, and what it becomes.
pub(super) fn add_kit(needles: &mut Needles, account: AccountId, groups: &str) {
    let kit = Kit::from_groups(groups).unwrap();
    let device_key = kit.derive_device_key();
    needles.add_text("a kit, as it is printed", groups);
    needles.add_text("a kit, without hyphens", &groups.replace('-', ""));
    needles.add("a kit", kit.as_bytes());
    needles.add("a device key", device_key.as_bytes());
    needles.add("a device's half of a password", device_key.mac_account(account).as_bytes());
    needles.add("a kit's password", &*derive::<32>(kit.as_bytes(), "recovery", &[]));
}

/// What the vault holds, and what it leads to: identity, portions, batches, file keys.
pub(super) async fn add_keys(needles: &mut Needles, person: &Person<TestHost>) {
    {
        let vault = person.vault();
        needles.add("an identity's signing key", &*vault.identity.signing_key.to_bytes());
        needles.add("an identity's KEM key", vault.identity.kem_secret.as_bytes());
        for key in &vault.portion_keys {
            needles.add("a of a portion", &*key.secret.pre.to_bytes());
            needles.add("z of a portion", key.secret.kem.as_bytes());
        }
    }
    let (host, token) = (person.host(), person.token().await.unwrap());
    let query = PageQuery { cursor: None, limit: Some(500) };
    let listed = host.call::<ListRecordsEndpoint>(&query, Some(&token)).await.unwrap().items;
    let batches = listed.iter().map(|record| record.slot.0.batch).collect();
    let batches = host.call::<ReadBatchesEndpoint>(&ReadBatchesRequest { batches }, Some(&token)).await.unwrap();
    let vault = person.vault();
    for record in listed {
        let (header, slot) = (RecordHeader::decode(&record.header.0).unwrap(), record.slot.0);
        let batch = &batches.batches.iter().find(|batch| batch.0.fields.batch == slot.batch).unwrap().0;
        let secret = &vault.portion_key_of_card(&batch.fields.card).unwrap().secret;
        let kem_secret = export_kem_secret(batch, &secret.kem).unwrap();
        let file_key = open_key_batch(batch, secret).unwrap().unwrap_file_key(&header.binding(), &slot).unwrap();
        needles.add("K_kem of a batch", kem_secret.as_bytes());
        needles.add("a file key", file_key.as_bytes());
        for label in ["aead", "summary"] {
            let key = derive_salted::<32>(header.binding().as_bytes(), file_key.as_bytes(), label, &[]);
            needles.add("a key of a record", &*key);
        }
    }
}

/// The vault's own key and the export key that leads to it, by signing in by hand.
pub(super) async fn add_vault_key(needles: &mut Needles, host: &TestHost, handle: &str, kit: &str, password: &str) {
    let handle = handle.to_owned();
    let known = IdentifyLogInRequest { handle: handle.clone() };
    let known = host.call::<IdentifyLogInEndpoint>(&known, None).await.unwrap();
    let server = host.call::<DescribeServerEndpoint>(&(), None).await.unwrap();
    let context = OpaqueContext::log_in(known.account, known.key, *server.sas_key.0.as_bytes());
    let mac = Kit::from_groups(kit).unwrap().derive_device_key().mac_account(known.account);
    let (attempt, ke1) = start_log_in(&derive_account_password(password, &mac)).unwrap();
    let request = StartLogInRequest { handle, purpose: LogInPurpose::LogIn, ke1 };
    let started = host.call::<StartLogInEndpoint>(&request, None).await.unwrap();
    let logged_in = attempt.finish(&context, &started.ke2, None).unwrap();
    let device = DeviceId::from_bytes([7; 16]);
    let request = FinishLogInRequest { log_in: started.log_in, ke3: logged_in.ke3, device };
    let finished = host.call::<FinishLogInEndpoint>(&request, None).await.unwrap();
    let wrap = &finished.vault.vault.log_in_wrap;
    let vault_key = open_log_in_wrap(known.account, wrap, &logged_in.export_key).unwrap();
    needles.add("a vault key", vault_key.as_bytes());
    needles.add("an export key", logged_in.export_key.as_bytes());
    needles.add("a session key of OPAQUE", logged_in.session_key.as_bytes());
}
