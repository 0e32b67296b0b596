//! What correcting and withdrawing a prescription of one's own begin with.

use std::rc::Rc;

use sesemr_common::{
    envelope::RecordHeader,
    id::{OpeningId, RecordId},
    record::PatientNote,
};

use super::{
    portal::{Contents, OpenPortal},
    state::{SignedIn, Vault},
};
use crate::message::{AppError, ErrorCode};

/// An earlier prescription that is to be void, and why.
pub(super) struct Voiding {
    /// Who prescribed it.
    pub(super) member: Rc<SignedIn>,
    /// Where it stands.
    pub(super) open: Rc<OpenPortal>,
    /// Its header.
    pub(super) earlier: RecordHeader,
    /// Why.
    pub(super) why: PatientNote,
}

impl Voiding {
    /// Finds it, for somebody who typed their password lately.
    pub(super) async fn begin(
        vault: &Vault,
        opening: OpeningId,
        record: RecordId,
        why: &str,
    ) -> Result<Self, AppError> {
        vault.require_fresh_password()?;
        let (member, open) = (vault.member()?, vault.portal(opening)?);
        let contents = open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
        let earlier = open.header(contents, record).ok_or(ErrorCode::NotFound)?;
        let why = PatientNote::of(why).ok_or_else(|| AppError::new(ErrorCode::BadNote).in_field("why"))?;
        Ok(Self { member, open, earlier, why })
    }

    /// What stands beside it. It was read already.
    pub(super) async fn contents(&self, vault: &Vault) -> Result<&Contents, AppError> {
        let contents = self.open.contents(&self.member).await;
        contents.map_err(|error| vault.explain_under(&self.member, &self.open, error))
    }
}
