//! All of one's own records, as summaries.

use super::{error::explain, record_summary::view_listing, reporter::Reporter, state::Vault};
use crate::{
    message::{AppError, ListRecords, Progress, ProgressStep},
    model::record::RecordList,
};

pub(super) async fn list_records(
    vault: &Vault,
    _verb: ListRecords,
    reporter: &Reporter,
) -> Result<RecordList, AppError> {
    let member = vault.member()?;
    reporter.progress(Progress { step: ProgressStep::OpeningRecords, file: None, done: 0, total: 0 });
    let listing = member.list_records().await.map_err(|error| explain(&member, error))?;
    Ok(view_listing(&member, &listing))
}
