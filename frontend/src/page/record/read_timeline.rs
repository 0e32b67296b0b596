//! A patient's visits, newest first, with what belongs to each.

use leptos::prelude::*;

use crate::{
    component::{
        as_left::AsLeft,
        back_to_list::BackToList,
        loaded::{Loaded, use_answer},
        page::Page,
        timeline::Timeline,
    },
    message::{ReadTimeline, Source},
    model::record::RecordSummary,
    route,
    text::{t, use_i18n},
};

/// A patient's visits.
#[component]
pub fn ReadTimelinePage() -> impl IntoView {
    let i18n = use_i18n();
    AsLeft::provide(route::TIMELINE.to_owned());
    let answer = use_answer(|| ReadTimeline { source: Source::Own });
    view! {
        <Page title=t!(i18n, timeline.title)>
            <Loaded answer let:view>
                <Timeline view href=|record: RecordSummary| route::record(record.record) />
            </Loaded>
            <BackToList to=route::RECORDS />
        </Page>
    }
}
