//! What the patient says of a record. It stays in the vault, and travels with openings.

use sesemr_common::{record::PatientNote, sharing::RecordMark};

use super::{error::explain, keep_draft::forget_mark, record_summary::find_own, state::Vault};
use crate::message::{AppError, ErrorCode, MarkRecord};

pub(super) async fn mark_record(vault: &Vault, verb: MarkRecord) -> Result<(), AppError> {
    let member = vault.member()?;
    find_own(&member, verb.record).await?;
    let marked = match verb.mark {
        None => member.unmark_record(verb.record).await,
        Some(mark) => {
            let note = PatientNote::of(&mark.note);
            if note.is_none() && !mark.note.trim().is_empty() {
                return Err(AppError::new(ErrorCode::BadNote).in_field("note"));
            }
            member.mark_record(&RecordMark { record: verb.record, kind: mark.kind, note }).await
        }
    };
    marked.map_err(|error| explain(&member, error))?;
    forget_mark(&member, verb.record).await;
    Ok(())
}
