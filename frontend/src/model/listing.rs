//! Who finds a patient by their handle.

use serde::{Deserialize, Serialize};

/// Whether everybody finds them, or those alone whom they invited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingView {
    /// Everybody who knows the handle.
    Listed,
    /// Whoever shows this invitation, and people they deal with.
    Unlisted {
        /// Four groups of five.
        invitation: String,
    },
    /// A change was sent, and no answer came: it is sent again at the next sign-in.
    Unsettled,
}

impl core::fmt::Debug for ListingView {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Listed => "Listed",
            Self::Unlisted { .. } => "Unlisted([REDACTED])",
            Self::Unsettled => "Unsettled",
        })
    }
}

/// The link that leads to asking a person. The invitation stands behind `#`, which browsers send to no server.
pub fn invitation_link(origin: &str, ask: &str, invitation: &str) -> String {
    format!("{origin}{ask}#{invitation}")
}

/// The invitation behind the `#` of an address; nothing where there is none.
pub fn invitation_of(fragment: &str) -> Option<String> {
    let text = fragment.strip_prefix('#').unwrap_or(fragment);
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invitation_of_a_link_stands_where_no_server_sees_it() {
        let link = invitation_link("https://example.org", "/ask/amina", "AAAAA-BBBBB");
        let (sent, kept) = link.split_once('#').unwrap_or_default();
        assert_eq!(sent, "https://example.org/ask/amina");
        assert_eq!(invitation_of(&format!("#{kept}")).as_deref(), Some("AAAAA-BBBBB"));
        assert_eq!(invitation_of(""), None);
    }

    #[test]
    fn an_invitation_is_not_printed() {
        let view = ListingView::Unlisted { invitation: "AAAAA".to_owned() };
        assert_eq!(format!("{view:?}"), "Unlisted([REDACTED])");
    }
}
