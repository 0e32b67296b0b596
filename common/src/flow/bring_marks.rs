//! Saying of records that were brought from elsewhere what their patient said of them there: that they are wrong or not
//! theirs, and which are hidden. Records are recognised by what they hold, for their ids are new.
//!
//! Of records that are published it is said before anybody can be lent them; see [`super::UploadWatch::said`]. What is
//! said of a record here stays: a mark is not replaced, and nothing that is hidden is shown.

use core::cell::Cell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{FlowError, Host, Member};
use crate::id::RecordId;
use crate::record::{ContentId, PatientNote};
use crate::sharing::{MarkKind, RecordMark};
use crate::vault::VaultContent;

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

impl BroughtMark {
    /// Whether it says anything.
    pub const fn says_anything(&self) -> bool {
        self.mark.is_some() || self.hidden
    }
}

impl<H: Host> Member<H> {
    /// Says it of those of this person's records that hold the same, where nothing of the kind is said of them yet; the
    /// others are passed over. Gives of how many it is said now. Nothing is written where nothing is new.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn bring_marks(&self, brought: &[BroughtMark]) -> Result<usize, FlowError> {
        if brought.is_empty() {
            return Ok(0);
        }
        let here = self.contents_here().await?;
        self.say_of(&here, brought).await
    }

    /// What of this is not said yet: of a record that is not here, all of it. What was said twice of the same content is
    /// one.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn unsaid_marks(&self, brought: &[BroughtMark]) -> Result<Vec<BroughtMark>, FlowError> {
        if brought.is_empty() {
            return Ok(Vec::new());
        }
        let here = self.contents_here().await?;
        let known: BTreeSet<ContentId> = here.iter().map(|(_, content)| *content).collect();
        let mut left = by_content(brought);
        left.retain(|content, _| !known.contains(content));
        let rest: Vec<BroughtMark> = unsaid(&self.vault(), &here, brought).into_iter().map(|(_, said)| said).collect();
        left.append(&mut by_content(&rest));
        Ok(left.into_values().collect())
    }

    /// The same as [`Self::bring_marks`], of these records, whether they are listed yet or not.
    pub(super) async fn say_of(
        &self,
        records: &[(RecordId, ContentId)],
        brought: &[BroughtMark],
    ) -> Result<usize, FlowError> {
        if unsaid(&self.vault(), records, brought).is_empty() {
            return Ok(0);
        }
        let count = Cell::new(0);
        self.change_vault(|vault| {
            // Another device may have said something meanwhile: then this runs once more, and what it says then counts.
            let left = unsaid(vault, records, brought);
            count.set(left.len());
            for (record, said) in left {
                if said.hidden {
                    vault.put_hidden(record, true);
                }
                if let Some((kind, note)) = said.mark {
                    vault.put_mark(&RecordMark { record, kind, note });
                }
            }
        })
        .await?;
        Ok(count.get())
    }

    async fn contents_here(&self) -> Result<Vec<(RecordId, ContentId)>, FlowError> {
        let listing = self.list_records().await?;
        Ok(listing.records.iter().filter_map(|own| Some((own.id(), own.summary.content_id?))).collect())
    }
}

/// Leaves so many marks and takes the others away; what is hidden stays hidden, however much that is. Gives how many were
/// taken away.
pub fn leave_most_marks<'a>(said: impl Iterator<Item = &'a mut BroughtMark>, most: usize) -> usize {
    let mut taken = 0;
    for said in said.filter(|said| said.mark.is_some()).skip(most) {
        said.mark = None;
        taken += 1;
    }
    taken
}

/// What was said, by what the records hold. Of two that hold the same, the first mark counts, and both are hidden where
/// one is.
fn by_content(brought: &[BroughtMark]) -> BTreeMap<ContentId, BroughtMark> {
    let mut all: BTreeMap<ContentId, BroughtMark> = BTreeMap::new();
    for said in brought {
        match all.entry(said.content_id) {
            Entry::Vacant(entry) => _ = entry.insert(said.clone()),
            Entry::Occupied(entry) => {
                let before = entry.into_mut();
                before.hidden |= said.hidden;
                if before.mark.is_none() {
                    before.mark.clone_from(&said.mark);
                }
            }
        }
    }
    all
}

/// What of this the vault does not say of these records.
fn unsaid(
    vault: &VaultContent,
    records: &[(RecordId, ContentId)],
    brought: &[BroughtMark],
) -> Vec<(RecordId, BroughtMark)> {
    let brought = by_content(brought);
    let (marked, hidden) = (vault.marked_records(), vault.hidden_records());
    let of_record = |(record, content): &(RecordId, ContentId)| {
        let mut left = brought.get(content)?.clone();
        left.mark = left.mark.filter(|_| !marked.contains(record));
        left.hidden &= !hidden.contains(record);
        left.says_anything().then_some((*record, left))
    };
    records.iter().filter_map(of_record).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(content: u8, mark: Option<MarkKind>, hidden: bool) -> BroughtMark {
        BroughtMark { content_id: ContentId([content; 32]), mark: mark.map(|kind| (kind, None)), hidden }
    }

    #[test]
    fn of_two_that_hold_the_same_the_first_mark_counts_and_both_are_hidden_where_one_is() {
        let brought = [
            said(1, None, false),
            said(1, Some(MarkKind::Wrong), false),
            said(1, Some(MarkKind::NotMine), true),
            said(2, None, true),
        ];
        let all: Vec<_> = by_content(&brought).into_values().collect();
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|said| said.hidden));
        assert!(matches!(all.first(), Some(BroughtMark { mark: Some((MarkKind::Wrong, None)), .. })));
    }

    #[test]
    fn marks_beyond_the_most_are_counted_and_what_is_hidden_stays_hidden() {
        let mut brought = [
            said(1, None, true),
            said(2, Some(MarkKind::Wrong), false),
            said(3, Some(MarkKind::Wrong), true),
            said(4, Some(MarkKind::NotMine), false),
        ];
        assert_eq!(leave_most_marks(brought.iter_mut(), 1), 2);
        assert_eq!(brought.iter().filter(|said| said.mark.is_some()).count(), 1);
        assert_eq!(brought.iter().filter(|said| said.hidden).count(), 2);
        assert_eq!(brought.iter().filter(|said| said.says_anything()).count(), 3);
        assert_eq!(leave_most_marks(brought.iter_mut(), 1), 0);
    }
}
