//! Saying of records that were brought from elsewhere what their patient said of them there: that they are wrong or not
//! theirs, and which are hidden. Records are recognised by what they hold, for their ids are new.

use std::collections::BTreeMap;

use super::{FlowError, Host, Member};
use crate::record::{ContentId, PatientNote};
use crate::sharing::{MarkKind, RecordMark};

/// What a patient said elsewhere of a record.
#[derive(Clone)]
pub struct BroughtMark {
    /// Of which.
    pub content_id: ContentId,
    /// That it is wrong, or not theirs; in their words.
    pub mark: Option<(MarkKind, Option<PatientNote>)>,
    /// Whether they had hidden it.
    pub hidden: bool,
}

impl<H: Host> Member<H> {
    /// Says it of those of this person's records that hold the same; the others are passed over.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn bring_marks(&self, brought: &[BroughtMark]) -> Result<(), FlowError> {
        if brought.is_empty() {
            return Ok(());
        }
        let brought: BTreeMap<ContentId, &BroughtMark> = brought.iter().map(|said| (said.content_id, said)).collect();
        let listing = self.list_records().await?;
        let said = listing.records.iter().filter_map(|record| {
            let said = brought.get(&record.summary.content_id?)?;
            Some((record.id(), *said))
        });
        let said: Vec<_> = said.collect();
        self.change_vault(|vault| {
            for (record, said) in &said {
                if let Some((kind, note)) = &said.mark {
                    vault.put_mark(&RecordMark { record: *record, kind: *kind, note: note.clone() });
                }
                if said.hidden {
                    vault.put_hidden(*record, true);
                }
            }
        })
        .await
    }
}
