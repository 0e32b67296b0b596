//! Many records with their contents: of one's own, or what an opening lent and what was written since.

use std::{collections::BTreeMap, rc::Rc};

use sesemr_common::{
    flow::{Content, LentRecord, OwnRecord},
    id::RecordId,
    portion::Portion,
    record::{self, ContentId},
};

use super::{
    error::explain,
    portal::OpenPortal,
    record_summary::{view_listing, view_own_with_voids},
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, Source},
    model::record::RecordSummary,
};

/// A record with its content.
pub(super) struct Read {
    /// By which it is recognised.
    pub(super) id: Option<ContentId>,
    /// What is said about it.
    pub(super) summary: RecordSummary,
    /// Its content; nothing where it is large.
    pub(super) content: Option<Content>,
}

/// Reads those that `choose` takes, in the order in which they are stored.
pub(super) async fn read_many(
    vault: &Vault,
    member: &SignedIn,
    source: Source,
    choose: impl Fn(Portion, &record::RecordSummary) -> bool,
) -> Result<Vec<Read>, AppError> {
    match source {
        Source::Own => read_own(member, choose).await,
        Source::Opening(opening) => read_opened(vault, member, &*vault.portal(opening)?, choose).await,
    }
}

async fn read_own(
    member: &SignedIn,
    choose: impl Fn(Portion, &record::RecordSummary) -> bool,
) -> Result<Vec<Read>, AppError> {
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    let chosen = listing.records.iter().filter(|own| choose(own.header.fields.portion, &own.summary));
    let chosen: Vec<Rc<OwnRecord>> = chosen.cloned().collect();
    let contents = member.read_records(&chosen).await.map_err(|error| explain(member, error))?;
    let read = chosen.iter().zip(contents).map(|(own, content)| Read {
        id: own.summary.content_id,
        summary: view_own_with_voids(member, &listing, own),
        content,
    });
    Ok(read.collect())
}

async fn read_opened(
    vault: &Vault,
    member: &SignedIn,
    open: &OpenPortal,
    choose: impl Fn(Portion, &record::RecordSummary) -> bool,
) -> Result<Vec<Read>, AppError> {
    let contents = open.contents(member).await.map_err(|error| vault.explain_under(member, open, error))?;
    let chosen = contents.lent.records.iter().filter(|lent| choose(lent.header.fields.portion, &lent.summary));
    let chosen: Vec<&LentRecord> = chosen.collect();
    let read = member.read_opened_records(&open.portal, &chosen).await;
    let read = read.map_err(|error| vault.explain_under(member, open, error))?;
    if !chosen.is_empty() {
        open.touch();
    }
    let lent =
        chosen.iter().zip(read).map(|(lent, content)| (lent.header.fields.record, (lent.summary.content_id, content)));
    let written = open.portal.written();
    let written = written.iter().filter(|written| choose(written.header.fields.portion, &written.summary));
    let written =
        written.map(|written| (written.record(), (written.summary.content_id, Some(Ok(written.content.clone())))));
    let mut bodies: BTreeMap<RecordId, (Option<ContentId>, Option<Content>)> = lent.chain(written).collect();
    let read = open.summaries(member, contents).into_iter().filter_map(|summary| {
        let (id, content) = bodies.remove(&summary.record)?;
        Some(Read { id, summary, content })
    });
    Ok(read.collect())
}

/// Everything that a source lists, as summaries, hidden ones left out.
pub(super) async fn list_all(vault: &Vault, member: &SignedIn, source: Source) -> Result<Vec<RecordSummary>, AppError> {
    match source {
        Source::Own => {
            let listing = member.list_records().await.map_err(|error| explain(member, error))?;
            Ok(view_listing(member, &listing).records)
        }
        Source::Opening(opening) => {
            let open = vault.portal(opening)?;
            let contents = open.contents(member).await.map_err(|error| vault.explain_under(member, &open, error))?;
            Ok(open.summaries(member, contents))
        }
    }
}
