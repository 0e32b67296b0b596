//! Verbs about the account: registering, signing in, kit, session. Views are in `model::account`.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::SessionId, sharing::Role, vault::Preferences};

use super::Typed;

/// What does this device know? Needs no server.
#[derive(Debug, Serialize, Deserialize)]
pub struct Start {}

/// Make keys and kit. Repeating it before [`ConfirmKit`] starts over with new ones: the first were never stored.
#[derive(Debug, Serialize, Deserialize)]
pub struct Register {
    /// The name people read.
    pub display_name: String,
    /// The name others find them by.
    pub handle: String,
    /// At least 12 characters.
    pub password: Typed,
    /// Patient or one of the clinical roles.
    pub role: Role,
    /// Where they work; empty for patients.
    pub organisation: String,
}

/// Two groups of the kit, typed back.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConfirmKit {
    /// The groups that `KitView::asked` names, in that order, any case.
    pub groups: [Typed; 2],
}

/// Give up a registration, a recovery or a new kit that was begun and not confirmed.
#[derive(Debug, Serialize, Deserialize)]
pub struct DiscardRegistration {
    /// Only the kit: what a registration was begun with stays known on this device, so that it can be gone on with.
    pub kit_only: bool,
}

/// Sign in.
#[derive(Debug, Serialize, Deserialize)]
pub struct LogIn {
    /// The handle.
    pub handle: String,
    /// The password.
    pub password: Typed,
}

/// Sign in by typing the kit too; the device keeps its device key from then on.
#[derive(Debug, Serialize, Deserialize)]
pub struct LogInWithKit {
    /// The handle.
    pub handle: String,
    /// The kit: eight groups of five, any spacing or case, or the text of its QR.
    pub kit: Typed,
    /// The password.
    pub password: Typed,
}

/// The password is forgotten: the kit sets a new one, and a new kit.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recover {
    /// The handle.
    pub handle: String,
    /// The kit.
    pub kit: Typed,
    /// The new password, at least 12 characters.
    pub new_password: Typed,
}

/// The password again, where it was last typed more than ten minutes ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConfirmPassword {
    /// The password.
    pub password: Typed,
}

/// A new password. The kit stays; other devices sign in again.
#[derive(Debug, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The one until now.
    pub old_password: Typed,
    /// The new one, at least 12 characters.
    pub new_password: Typed,
}

/// A new kit. Confirmed by [`ConfirmKit`].
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeNewKit {
    /// The password.
    pub password: Typed,
}

/// Keep how this person likes the application. What is left open stays as it was.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavePreferences {
    /// What was chosen.
    pub preferences: Preferences,
}

/// Forget the device key, the account's name and the offline copy: the next sign-in here needs the kit. [`LogOut`]
/// follows.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetDevice {}

/// End this session, here whatever the server answers. The device key stays, so that the password is enough next time.
#[derive(Debug, Serialize, Deserialize)]
pub struct LogOut {}

/// End all sessions of this account, this one too. Where the server cannot be told, none ends.
#[derive(Debug, Serialize, Deserialize)]
pub struct LogOutEverywhere {}

/// Keep one's own records readable on this device while no server answers, and bring the copy up to date.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepOffline {
    /// The password, under which the copy opens.
    pub password: Typed,
}

/// What is kept on this device; nothing where nothing is.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadOffline {}

/// Keep nothing any more, and remove what is kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetOffline {}

/// Wipe, and close what is open as far as there is time. The page terminates the worker after the answer, or after a second without one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Lock {}

/// Where is this person signed in?
#[derive(Debug, Serialize, Deserialize)]
pub struct ListSessions {}

/// End a session on another device, or all other sessions.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndSessions {
    /// Which; all others where none is named.
    pub session: Option<SessionId>,
}

/// Who finds this person by their handle?
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadListing {}

/// Say who finds this person. Leaving the list makes a new invitation each time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetListing {
    /// Whether strangers find nobody from now on.
    pub unlisted: bool,
}

/// Close the account: everything of it is deleted.
#[derive(Debug, Serialize, Deserialize)]
pub struct CloseAccount {
    /// The password again.
    pub password: Typed,
}
