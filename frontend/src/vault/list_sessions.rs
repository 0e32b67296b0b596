//! Where this person is signed in, and what this device calls itself there.

use sesemr_common::flow::OwnSession;
use wasm_bindgen::JsCast as _;
use web_sys::WorkerGlobalScope;

use super::state::{SignedIn, Vault};
use crate::{
    message::{AppError, ListSessions},
    model::{
        moment::Moment,
        session::{DeviceName, SessionView},
    },
};

pub(super) async fn list_sessions(vault: &Vault, _verb: ListSessions) -> Result<Vec<SessionView>, AppError> {
    let sessions = vault.member()?.list_sessions().await?;
    Ok(sessions.into_iter().map(view_session).collect())
}

fn view_session(session: OwnSession) -> SessionView {
    SessionView {
        session: session.session,
        device: DeviceName::from_setting(session.device_name.as_deref()),
        started_at: Moment::from_wire(session.started_at),
        last_used_at: Moment::from_wire(session.last_used_at),
        current: session.current,
    }
}

/// Tells the account's other devices what this one is. What fails is done at the next sign-in.
pub(super) async fn name_this_device(member: &SignedIn) {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let user_agent = scope.navigator().user_agent().unwrap_or_default();
    drop(member.name_device(&DeviceName::of_user_agent(&user_agent).to_setting()).await);
}
