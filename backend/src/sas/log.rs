//! The access log: every entry salted, chained to the one before, under the lock of the person it is about.

use sesemr_common::{
    crypto::fill_random,
    id::{AccountId, DeviceId, Hash},
    sharing::{ActBody, LogEntry, LogKind, Salt, SignedAct},
};
use uuid::Uuid;

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            access_log::{self, LogRecord},
            account_head,
        },
    },
    error::Outcome,
};

/// The device of an entry that no device caused.
pub(super) const NO_DEVICE: DeviceId = DeviceId(Uuid::nil());

/// What an entry says.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) kind: LogKind,
    /// Whose log.
    pub(super) patient: AccountId,
    /// Who caused it; the patient where a server did.
    pub(super) actor: AccountId,
    pub(super) device: DeviceId,
    /// Hash of the signed object; zero where there is none.
    pub(super) object: Hash,
    /// The object, where it is not an act.
    pub(super) object_bytes: Option<Vec<u8>>,
    /// Where the object is the SRS's, or the receipt of a deletion: the act it names.
    pub(super) srs_act: Option<Vec<u8>>,
}

impl Report {
    /// That an act was done.
    pub(super) fn of_act<B: ActBody>(kind: LogKind, act: &SignedAct<B>) -> Self {
        let header = &act.header;
        let nothing = Self::of_server(kind, header.patient);
        Self { actor: header.actor, device: header.device, object: act.hash(), ..nothing }
    }

    /// That a server did something, or saw it.
    pub(super) const fn of_server(kind: LogKind, patient: AccountId) -> Self {
        Self { kind, patient, actor: patient, device: NO_DEVICE, object: Hash::ZERO, object_bytes: None, srs_act: None }
    }
}

/// Appends an entry. The transaction has locked the person's row.
pub(super) async fn append(connection: &mut Connection, report: Report, now: UnixMs) -> Outcome<()> {
    let head = account_head::read_log_head(connection, report.patient).await?;
    let mut salt = Salt::ZERO;
    fill_random(&mut salt.0);
    let entry = LogEntry {
        sequence: head.sequence.saturating_add(1),
        at: now.get(),
        kind: report.kind,
        actor: report.actor,
        device: report.device,
        object: report.object,
        salt,
    };
    account_head::write_log_head(connection, report.patient, &entry.extend(&head)).await?;
    let record = LogRecord { entry, object: report.object_bytes, srs_act: report.srs_act };
    Ok(access_log::insert(connection, report.patient, &record).await?)
}
