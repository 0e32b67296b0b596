//! Deleting a record: one signed act, and a receipt that is checked before anybody is told that the record is gone.

use super::{FlowError, Host, LogObject, Member};
use crate::api::{DeleteRecordEndpoint, DeleteRecordRequest, ErrorCode};
use crate::id::{Encoded, RecordId};
use crate::sharing::{DeleteRecord, DeletionReceipt, IndexEntry, IndexKind, SignedAct};

/// How often a deletion is tried against another device's uploads.
const MOST_TRIES: usize = 4;

/// A deletion, proven: what the patient signed, and what the server signed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// The patient's act.
    pub act: SignedAct<DeleteRecord>,
    /// The server's receipt.
    pub receipt: DeletionReceipt,
}

impl<H: Host> Member<H> {
    /// Deletes every version of a record, a damaged one too. One that is gone already, because an answer got lost or
    /// another device was faster, gives the proof of that.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where there never was such a record; [`FlowError::Untrustworthy`] where the receipt does not
    /// hold, or the server lists the record all the same; those of the server.
    pub async fn delete_record(&self, record: RecordId) -> Result<Deletion, FlowError> {
        let deletion = self.send_deletion(record).await?;
        self.forget_listing();
        // The list is read next in any case. Where it cannot be read now, the next reading tells.
        let shown = self.list_records().await.is_ok_and(|listing| listing.undeleted.contains(&record));
        if shown { Err(FlowError::Untrustworthy("a deletion")) } else { Ok(deletion) }
    }

    async fn send_deletion(&self, record: RecordId) -> Result<Deletion, FlowError> {
        for _ in 0..MOST_TRIES {
            let entry = self.read_index().await?.remove(&record);
            let entry = entry.ok_or(FlowError::Invalid("There is no such record."))?;
            if entry.kind == IndexKind::Delete {
                return self.find_deletion(record).await;
            }
            match self.sign_deletion(&entry).await {
                Err(error) if error.is_refusal(ErrorCode::Conflict) || error.is_refusal(ErrorCode::Deleted) => {}
                other => return other,
            }
        }
        Err(FlowError::Untrustworthy("the record index"))
    }

    async fn sign_deletion(&self, entry: &IndexEntry) -> Result<Deletion, FlowError> {
        let before = self.vault().index_head.clone();
        let deletion = DeleteRecord::after(&before, entry);
        let (body, after) = deletion.ok_or(FlowError::Untrustworthy("the record index"))?;
        let (act, response) = self
            .act_once(entry.record.0.as_bytes(), self.account(), body, async |act| {
                self.call::<DeleteRecordEndpoint>(&DeleteRecordRequest { act: Encoded(act) }).await
            })
            .await?;
        let deletion = Deletion { act, receipt: response.receipt.0 };
        self.check_receipt(&deletion)?;
        // An act that was sent again may stand further back than this head; the index then tells where it is.
        let extends = deletion.act.body.index_after == after.hash;
        self.change_vault(|vault| {
            vault.forget_record(entry.record);
            if extends {
                vault.reach_index(&after);
            }
        })
        .await?;
        Ok(deletion)
    }

    /// The proof of a deletion, from the access log.
    async fn find_deletion(&self, record: RecordId) -> Result<Deletion, FlowError> {
        let log = self.read_access_log().await?;
        let mut proven = log.entries.into_iter().filter(|checked| checked.verdict.is_ok());
        let found = proven.find_map(|checked| match checked.object {
            LogObject::DeleteRecord(act, receipt) if act.body.record == record => Some(Deletion { act: *act, receipt }),
            _ => None,
        });
        found.ok_or(FlowError::Untrustworthy("the access log"))
    }

    fn check_receipt(&self, deletion: &Deletion) -> Result<(), FlowError> {
        self.check_own_act(&deletion.act)?;
        deletion.receipt.verify(&self.vault().server.sas)?;
        if is_receipt_of(&deletion.receipt, &deletion.act) {
            Ok(())
        } else {
            Err(FlowError::Untrustworthy("the receipt of a deletion"))
        }
    }
}

/// Whether a receipt is for this act.
pub(super) fn is_receipt_of(receipt: &DeletionReceipt, act: &SignedAct<DeleteRecord>) -> bool {
    let fields = &receipt.fields;
    (fields.patient, fields.record, fields.act) == (act.header.patient, act.body.record, act.hash())
}
