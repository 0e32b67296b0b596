//! Live events: something changed, read it. Server-sent events over a fetch with the bearer token.

use uuid::Uuid;

use super::{body, endpoint, state};

endpoint!(
    /// A `text/event-stream` whose data lines are [`Event`]s; a comment line every 15 seconds keeps it alive.
    StreamEventsEndpoint = Get "/api/v1/events" with session, () => Event
);

state! {
    /// What changed.
    EventKind {
        /// A request arrived.
        KeyRequested,
        /// A request was granted; the subject is the request.
        KeyRequestGranted,
        /// A request was refused.
        KeyRequestRefused,
        /// A grant was taken back.
        GrantTakenBack,
        /// A grant was paused, or goes on.
        GrantPaused,
        /// A random key was made.
        RandomKeyIssued,
        /// A random key was handed over in the app.
        RandomKeySent,
        /// A random key was tried.
        OpeningAttempted,
        /// It was right.
        OpeningOpened,
        /// It was wrong: burnt.
        OpeningFailed,
        /// Sealed records were released.
        RecordsReleased,
        /// A prescription was written; the subject is the opening.
        PrescriptionWritten,
        /// An opening ended.
        OpeningEnded,
        /// The SRS confirmed an end.
        EndConfirmed,
        /// Records of one's own changed, perhaps on another device.
        RecordsChanged,
        /// The session ended.
        SessionEnded,
    }
}

body! {
    /// An event. It names no content; the lists do.
    Event {
        /// What changed.
        kind: EventKind,
        /// The request, grant, opening or record it is about.
        subject: Uuid,
    }
}
