//! Who finds this person by their handle.

use sesemr_common::flow::FoundBy;

use super::{
    error::explain,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, ReadListing, SetListing},
    model::listing::ListingView,
};

pub(super) fn read_listing(vault: &Vault, _verb: ReadListing) -> Result<ListingView, AppError> {
    Ok(view_listing(&*vault.member()?))
}

/// Leaving the list makes a new invitation each time.
pub(super) async fn set_listing(vault: &Vault, verb: SetListing) -> Result<ListingView, AppError> {
    let member = vault.member()?;
    let changed = if verb.unlisted { member.leave_list().await.map(drop) } else { member.join_list().await };
    changed.map_err(|error| explain(&member, error))?;
    Ok(view_listing(&member))
}

fn view_listing(member: &SignedIn) -> ListingView {
    match member.vault().found_by() {
        FoundBy::Everybody => ListingView::Listed,
        FoundBy::Invited(invitation) => ListingView::Unlisted { invitation: invitation.to_groups().to_string() },
        FoundBy::Unsettled => ListingView::Unsettled,
    }
}
