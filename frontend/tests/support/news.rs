//! What happens elsewhere and is told with a banner: to the patient, to the clinician, to both.

use core::{fmt::Debug, str::FromStr};

use serde_json::json;
use sesemr_frontend::{
    message::LiveEvent,
    model::{account::AccountView, opening::EndCause},
};

use crate::samples::{afternoon, read};

/// Somebody who is signed in: to nobody else is any of this news.
pub(crate) fn signed_in() -> AccountView {
    read(json!({
        "account": "01990000-0000-7000-8000-000000000001", "handle": "bello", "display_name": "Dr Grace Bello", "role": "doctor",
        "organisation": "Clinic", "fingerprint": "1 2"
    }))
}

/// Everything that has a banner, but what ends a session: that silences all the rest. Each has ids of its own, so that none
/// makes another old.
pub(crate) fn all_news() -> Vec<LiveEvent> {
    let [person, patient] = ["Dr Grace Bello", "Amina Yusuf"].map(|name| move || name.to_owned());
    let at = afternoon();
    let closed =
        |by_server| LiveEvent::PortalClosed { grant: id(10), opening: id(11), person: person(), at, by_server };
    let refused = |reason: &str| LiveEvent::Refused { request: id(20), person: patient(), reason: reason.to_owned() };
    let ready =
        |number, in_app| LiveEvent::RandomKeyReady { grant: id(number), opening: id(31), person: patient(), in_app };
    let ended = |cause| LiveEvent::OpeningEnded { opening: id(40), person: patient(), cause };
    vec![
        LiveEvent::RequestArrived { request: id(1), person: person() },
        LiveEvent::Opened { grant: id(2), opening: id(3), person: person(), at },
        LiveEvent::KeyBurnt { grant: id(4), opening: id(5), person: person(), at },
        LiveEvent::PrescriptionWritten { opening: id(6), person: person() },
        LiveEvent::ReadingsSent { count: 1 },
        LiveEvent::ReadingsSent { count: 3 },
        closed(false),
        closed(true),
        LiveEvent::Granted { grant: id(7), person: patient() },
        refused(""),
        refused("I do not know you."),
        LiveEvent::KeyChanged { request: id(21), person: patient() },
        ready(32, false),
        ready(33, true),
        LiveEvent::TakenBack { grant: id(8), openings: vec![id(9)], person: patient() },
        ended(EndCause::TakenBack),
        ended(EndCause::ByItself),
        LiveEvent::ServerAway,
    ]
}

fn id<I: FromStr<Err: Debug>>(number: u32) -> I {
    format!("01990000-0000-7000-8000-{number:012}").parse().unwrap()
}
