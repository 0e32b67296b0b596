//! The versions of one of one's own records.

use super::{error::explain, record_summary::view_own_summary, state::Vault};
use crate::{
    message::{AppError, ReadRecordHistory},
    model::{moment::Moment, record::VersionView},
};

pub(super) async fn read_record_history(vault: &Vault, verb: ReadRecordHistory) -> Result<Vec<VersionView>, AppError> {
    let member = vault.member()?;
    let versions = member.read_record_history(verb.record).await.map_err(|error| explain(&member, error))?;
    let view = versions.into_iter().map(|version| VersionView {
        version: version.version,
        stored_at: version.stored_at.map(Moment::from_wire),
        summary: version.record.map(|record| view_own_summary(&member, &record)),
    });
    // Newest first.
    Ok(view.rev().collect())
}
