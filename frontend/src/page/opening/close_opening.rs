//! What is left of an opening after its portal was closed, or ended otherwise.

use leptos::prelude::*;
use sesemr_common::id::OpeningId;

use crate::{
    component::{
        link_button::LinkButton,
        notice::{Notice, Tone},
        page::Page,
        when,
    },
    model::opening::{ClosingView, Done, EndCause, Told},
    page::param::use_id,
    route,
    session::{PortalEnd, Session},
    text::{Texts, t, use_i18n},
};

/// After closing.
#[component]
pub fn CloseOpeningPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    let opening = use_id::<OpeningId>("opening");
    view! {
        <Page title=t!(i18n, closed.title)>
            {move || match opening.and_then(|opening| session.end_of(opening)) {
                Some(PortalEnd::Closed(closing)) => view! { <Receipt closing /> }.into_any(),
                Some(PortalEnd::Ended { person, cause }) => view! {
                    <p class="lead">{why(i18n, person, cause)}</p>
                    <p>{t!(i18n, closed.unread)}</p>
                }
                .into_any(),
                None => view! { <p>{t!(i18n, closed.nothing)}</p> }.into_any(),
            }}
            <p><LinkButton href=route::MY_REQUESTS>{t!(i18n, banner.to_my_requests)}</LinkButton></p>
        </Page>
    }
}

fn why(texts: Texts, person: String, cause: EndCause) -> String {
    match cause {
        EndCause::TakenBack => t!(texts, closed.taken_back, person = person),
        EndCause::ByItself => t!(texts, closed.by_itself, person = person),
        EndCause::ByReader => t!(texts, closed.by_reader, person = person),
        EndCause::BySigningOut => t!(texts, closed.by_signing_out, person = person),
    }
}

#[component]
fn Receipt(closing: ClosingView) -> impl IntoView {
    let i18n = use_i18n();
    let ClosingView { patient, closed_at, done, told, .. } = closing;
    let person = patient.display_name;
    view! {
        <p class="lead">{t!(i18n, closed.what, at = when::time_and_day(i18n, closed_at), person = person.clone())}</p>
        <p>{t!(i18n, closed.unread)}</p>
        {done.map(|Done { read, written }| view! {
            <dl class="facts">
                <dt>{t!(i18n, closed.read)}</dt>
                <dd>{t!(i18n, count.records, count = read)}</dd>
                <dt>{t!(i18n, closed.written)}</dt>
                <dd>{t!(i18n, count.prescriptions, count = written)}</dd>
            </dl>
        })}
        {match told {
            Told::Receipt => view! { <p class="small">{t!(i18n, closed.receipt, person = person)}</p> }.into_any(),
            Told::EndAlone => view! { <p class="small">{t!(i18n, closed.no_receipt, person = person)}</p> }.into_any(),
            Told::Nothing => view! {
                <Notice tone=Tone::Warning><p>{t!(i18n, closed.untold, person = person)}</p></Notice>
            }
            .into_any(),
        }}
    }
}
