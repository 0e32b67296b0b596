//! The access log as a file: a table, or FHIR.

use js_sys::{Array, Uint8Array};
use sesemr_common::export::{audit_bundle, log_csv};

use super::{
    read_access_log::{log_lines, read_log},
    record_body::make_blob,
    reporter::Reporter,
    state::Vault,
    timer,
};
use crate::message::{AppError, Attachment, ErrorCode, ExportAccessLog, LogFormat};

pub(super) async fn export_access_log(
    vault: &Vault,
    verb: ExportAccessLog,
    reporter: &Reporter,
) -> Result<Attachment, AppError> {
    vault.require_fresh_password()?;
    let member = vault.member()?;
    let log = read_log(&member, reporter).await?;
    reporter.go_on()?;
    let lines = log_lines(&member, &log, &verb.words);
    let (bytes, media_type) = match verb.format {
        LogFormat::Csv => {
            let table = log_csv(&verb.words.columns, &lines);
            (table.map_err(|error| AppError::new(ErrorCode::Defect).because(error))?, "text/csv;charset=utf-8")
        }
        LogFormat::Fhir => {
            (audit_bundle(timer::now(), &member.profile().display_name, &lines), "application/fhir+json")
        }
    };
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    Ok(reporter.attach(make_blob(&parts, media_type)?))
}
