//! Live events as server-sent events, until the session ends, its token lapses or the server stops.

use std::time::Duration;

use actix_web::{
    HttpResponse,
    http::header,
    web::{Bytes, Data},
};
use futures_util::{Stream, StreamExt as _, future, stream};
use sesemr_common::api::{Event, EventKind};

use crate::{auth::Session, error::Outcome, sas::Sas};

/// How often a comment line keeps the connection alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(crate) async fn stream_events(sas: Data<Sas>, session: Session) -> Outcome<HttpResponse> {
    let events = until_session_ends(sas.hub.subscribe(session.account)?, session);
    let lapse = tokio::time::sleep(sas.clock.now().until(session.expires_at));
    let lines = stream::once(future::ready(Bytes::from_static(b": open\n\n"))).chain(with_heartbeat(events));
    let body = lines.take_until(lapse).map(Ok::<_, actix_web::Error>);
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/event-stream")).streaming(body))
}

/// Leaves out the ends of the account's other sessions; the end of this one is the last event.
fn until_session_ends(events: impl Stream<Item = Event>, session: Session) -> impl Stream<Item = Event> {
    let mine = events.filter(move |event| future::ready(!is_end(event) || event.subject == session.family));
    stream::unfold(Some(Box::pin(mine)), async |events: Option<_>| {
        let mut events = events?;
        let event = events.next().await?;
        let rest = (!is_end(&event)).then_some(events);
        Some((event, rest))
    })
}

fn is_end(event: &Event) -> bool {
    event.kind == EventKind::SessionEnded
}

fn with_heartbeat(events: impl Stream<Item = Event>) -> impl Stream<Item = Bytes> {
    let events = Box::pin(events.map(|event| {
        let json = serde_json::to_string(&event).unwrap_or_default();
        Bytes::from(format!("data: {json}\n\n"))
    }));
    stream::unfold(events, async |mut events| match tokio::time::timeout(HEARTBEAT, events.next()).await {
        Ok(line) => Some((line?, events)),
        Err(_elapsed) => Some((Bytes::from_static(b": alive\n\n"), events)),
    })
}
