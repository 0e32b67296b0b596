//! What a profile may say, so that a name that reads like another's is the same name. Client and server ask this alone.

use super::Profile;
use crate::visible_text::make_name_visible;

/// Why a profile is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileFault {
    /// It is no handle.
    #[error("a handle is 3 to 32 of a-z 0-9 . _ -, beginning with a letter or digit")]
    Handle,
    /// There is no name, or one that is too long.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// The place of work is too long.
    #[error("a place of work has at most 100 characters")]
    Organisation,
    /// Something in the name is not seen.
    #[error("a name has words with single spaces between them and no character that is not seen")]
    HiddenInName,
    /// Something in the place of work is not seen.
    #[error("a place of work has words with single spaces between them and no character that is not seen")]
    HiddenInOrganisation,
}

impl ProfileFault {
    /// The field of the profile at fault.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::Name | Self::HiddenInName => "display_name",
            Self::Organisation | Self::HiddenInOrganisation => "organisation",
        }
    }
}

impl Profile {
    /// The most characters of a name, and of a place of work.
    pub const MOST_CHARACTERS: usize = 100;

    /// Whether somebody may present themself so: by a handle and a name, and with nothing in what they are called that
    /// nobody sees. Names of every script pass, with the joiners that they are spelled with.
    ///
    /// # Errors
    /// The first [`ProfileFault`].
    pub fn check(&self) -> Result<(), ProfileFault> {
        if !Self::is_handle(&self.handle) {
            return Err(ProfileFault::Handle);
        }
        if self.display_name.trim().is_empty() || is_long(&self.display_name) {
            return Err(ProfileFault::Name);
        }
        if Self::hides(&self.display_name) {
            return Err(ProfileFault::HiddenInName);
        }
        if is_long(&self.organisation) {
            return Err(ProfileFault::Organisation);
        }
        if Self::hides(&self.organisation) {
            return Err(ProfileFault::HiddenInOrganisation);
        }
        Ok(())
    }

    /// The same as it is shown to others, with everything written out that would not be seen: who registered with a server
    /// of their own may have signed anything.
    #[must_use]
    pub fn to_visible(&self) -> Self {
        Self {
            handle: make_name_visible(&self.handle),
            display_name: make_name_visible(&self.display_name),
            role: self.role,
            organisation: make_name_visible(&self.organisation),
        }
    }

    /// Whether something in a name is not seen, or seen as something else.
    pub fn hides(name: &str) -> bool {
        make_name_visible(name) != name
    }

    /// A name as it was typed, with single spaces between its words.
    pub fn tidy_name(typed: &str) -> String {
        typed.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn is_long(name: &str) -> bool {
    name.chars().count() > Profile::MOST_CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sharing::Role;

    fn profile(display_name: &str, organisation: &str) -> Profile {
        Profile {
            handle: "dr-bello".to_owned(),
            display_name: display_name.to_owned(),
            role: Role::Doctor,
            organisation: organisation.to_owned(),
        }
    }

    #[test]
    fn a_profile_says_a_name_and_hides_nothing() {
        let long = "é".repeat(Profile::MOST_CHARACTERS);
        let longer = "é".repeat(Profile::MOST_CHARACTERS + 1);
        let table = [
            ("Dr Grace Bello", "Lagos General", Ok(())),
            ("Amina", "", Ok(())),
            ("محمد\u{200C}رضا", "درمانگاه مهر", Ok(())),
            (&*long, &*long, Ok(())),
            ("", "", Err(ProfileFault::Name)),
            ("  ", "", Err(ProfileFault::Name)),
            (&*longer, "", Err(ProfileFault::Name)),
            ("Amina", &*longer, Err(ProfileFault::Organisation)),
            ("Dr Bello\u{200B}", "", Err(ProfileFault::HiddenInName)),
            ("Dr  Bello", "", Err(ProfileFault::HiddenInName)),
            ("Dr\u{A0}Bello", "", Err(ProfileFault::HiddenInName)),
            ("Dr Bello", "\u{202E}slatipsoH", Err(ProfileFault::HiddenInOrganisation)),
            ("Dr Bello", " ", Err(ProfileFault::HiddenInOrganisation)),
        ];
        for (name, organisation, verdict) in table {
            assert_eq!(profile(name, organisation).check(), verdict, "{name:?} {organisation:?}");
        }
        let nobody = Profile { handle: "Dr Bello".to_owned(), ..profile("Dr Bello", "") };
        assert_eq!(nobody.check(), Err(ProfileFault::Handle));
    }

    #[test]
    fn what_is_refused_is_shown_for_what_it_is() {
        let hostile = Profile { handle: "dr-bello\u{2060}".to_owned(), ..profile("Dr\u{2009}Bello", "\u{FEFF}Clinic") };
        let shown = hostile.to_visible();
        assert_eq!(shown.handle, "dr-bello⟨U+2060⟩");
        assert_eq!((&*shown.display_name, &*shown.organisation), ("Dr⟨U+2009⟩Bello", "⟨U+FEFF⟩Clinic"));
        let honest = profile("Dr Grace Bello", "Lagos General");
        assert_eq!(honest.to_visible(), honest);
    }

    #[test]
    fn what_was_typed_with_more_than_single_spaces_is_tidied_before_it_is_judged() {
        assert_eq!(Profile::tidy_name("  Dr \t Grace\u{3000}Bello\n"), "Dr Grace Bello");
        assert_eq!(profile(&Profile::tidy_name(" 山田\u{3000}太郎 "), "").check(), Ok(()));
    }
}
