//! The access log as a table: comma-separated values (RFC 4180), UTF-8 with a byte order mark, so that spreadsheets read it.
//!
//! Names come from other people, and a spreadsheet takes a cell that begins like a formula for one: such a cell gets an
//! apostrophe in front (OWASP, "CSV Injection").

use super::LogLine;
use super::fhir_bundle::{digits, instant};
use crate::id::Hash;

/// How many columns the table has: number, time, who, handle, what happened, kind, proof, hash of what was signed.
pub const LOG_COLUMNS: usize = 8;

/// Tells spreadsheets that it is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The table could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the table could not be written")]
pub struct LogCsvError;

/// Writes the table under these heads.
///
/// # Errors
/// Never with memory to spare.
pub fn log_csv(columns: &[String; LOG_COLUMNS], lines: &[LogLine]) -> Result<Vec<u8>, LogCsvError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(columns.iter().map(|column| defuse(column))).map_err(|_| LogCsvError)?;
    for line in lines {
        let signed = if line.object == Hash::ZERO { String::new() } else { digits(&line.object) };
        let cells = [
            line.sequence.to_string(),
            instant(line.at),
            line.actor.name.clone(),
            line.actor.handle.clone(),
            line.sentence.clone(),
            line.kind_code(),
            line.proof.code().to_owned(),
            signed,
        ];
        writer.write_record(cells.iter().map(|cell| defuse(cell))).map_err(|_| LogCsvError)?;
    }
    writer.into_inner().map_err(|_| LogCsvError)
}

/// A cell that no spreadsheet runs.
fn defuse(cell: &str) -> String {
    if cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]
mod tests {
    use super::*;
    use crate::export::{LogActor, LogProof};
    use crate::id::AccountId;
    use crate::sharing::LogKind;

    fn line(name: &str, sentence: &str) -> LogLine {
        LogLine {
            sequence: 7,
            at: 1_786_025_520_000,
            kind: LogKind::RecordsReleased,
            reported: None,
            actor: LogActor {
                account: AccountId::from_bytes([1; 16]),
                name: name.to_owned(),
                handle: "dr-bello".to_owned(),
                is_server: false,
            },
            proof: LogProof::Signed,
            sentence: sentence.to_owned(),
            object: Hash([2; 32]),
            entry: Hash([3; 32]),
        }
    }

    fn columns() -> [String; LOG_COLUMNS] {
        ["entry", "time", "who", "handle", "what", "kind", "proof", "signed"].map(str::to_owned)
    }

    fn cells(written: &[u8]) -> Vec<Vec<String>> {
        let text = written.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_table_reads_back_whatever_commas_quotes_and_lines_a_name_holds() {
        let name = "Dr \"Grace\", Bello\nof Lagos";
        let rows = cells(&log_csv(&columns(), &[line(name, "Dr Grace Bello read 4 records.")]).unwrap());
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0], columns());
        assert_eq!(rows[1][..5], ["7", "2026-08-06T14:12:00Z", name, "dr-bello", "Dr Grace Bello read 4 records."]);
        assert_eq!(rows[1][5..7], ["records_released", "signed"]);
        assert_eq!(rows[1][7], "02".repeat(32));
    }

    #[test]
    fn no_cell_begins_like_a_formula() {
        for attack in ["=HYPERLINK(\"x\")", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"] {
            let rows = cells(&log_csv(&columns(), &[line(attack, attack)]).unwrap());
            assert_eq!(rows[1][2], format!("'{attack}"));
            assert_eq!(rows[1][4], format!("'{attack}"));
        }
    }
}
