//! One row per person from records that several people lent for research. Names, dates and records stay in this worker; the
//! rows leave it for the page.

use std::{collections::BTreeSet, rc::Rc};

use js_sys::{Array, Uint8Array};
use sesemr_common::{
    flow::LentRecord,
    microagg::GroupSize,
    portion::Portion,
    record::{CohortError, LentCourse, SeriesSummary, build_cohort as build_rows, collect_series, offer_cohort},
    sharing::PurposeOfUse,
};

use super::{
    key_requests::my_requests,
    portal::OpenPortal,
    record_body::make_blob,
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, BuildCohort, ErrorCode, ListCohort, Progress, ProgressStep},
    model::{
        cohort::{CohortOfferView, CohortView},
        key_request::{MyOpeningState, MyRequestView},
    },
    text::few,
};

/// Where readings are.
const PORTIONS: [Portion; 3] = [Portion::Laboratory, Portion::Readings, Portion::ReadingsSummary];

pub(super) async fn list_cohort(
    vault: &Vault,
    _verb: ListCohort,
    reporter: &Reporter,
) -> Result<CohortOfferView, AppError> {
    let member = vault.member()?;
    let lent = lent_for_research(vault, &member).await?;
    let courses = read_courses(vault, &member, &lent.open, reporter).await?;
    Ok(CohortOfferView {
        people: lent.open.iter().map(|open| open.patient.display_name.clone()).collect(),
        not_open: lent.not_open,
        offers: offer_cohort(&courses),
    })
}

pub(super) async fn build_cohort(
    vault: &Vault,
    verb: BuildCohort,
    reporter: &Reporter,
) -> Result<CohortView, AppError> {
    let size = GroupSize::try_from(verb.group_size)
        .map_err(|error| AppError::new(ErrorCode::BadField).in_field("cohort_k").because(error))?;
    let member = vault.member()?;
    let lent = lent_for_research(vault, &member).await?;
    let courses = read_courses(vault, &member, &lent.open, reporter).await?;
    match build_rows(&courses, &verb.chosen, size) {
        Ok(cohort) => {
            let parts = Array::of1(&Uint8Array::from(cohort.to_csv().as_slice()));
            Ok(CohortView::Built {
                rows: few(cohort.rows.len()),
                openings: lent.open.iter().map(|open| open.opening()).collect(),
                table: reporter.attach(make_blob(&parts, "text/csv;charset=utf-8")?),
            })
        }
        Err(CohortError::TooFewPeople { people, complete, least }) => {
            Ok(CohortView::TooFewPeople { people: few(people), complete: few(complete), k: few(least) })
        }
        Err(CohortError::NothingChosen) => Err(AppError::new(ErrorCode::NothingChosen).in_field("cohort")),
    }
}

/// Openings that were asked for research, one for each patient.
struct LentForResearch {
    open: Vec<Rc<OpenPortal>>,
    not_open: u32,
}

async fn lent_for_research(vault: &Vault, member: &SignedIn) -> Result<LentForResearch, AppError> {
    let requests = my_requests(vault, member).await?;
    let mut seen = BTreeSet::new();
    let mut lent = LentForResearch { open: Vec::new(), not_open: 0 };
    let mut others = BTreeSet::new();
    for request in requests.iter().filter(|request| request.purpose == PurposeOfUse::Research) {
        match opening_of(vault, request) {
            Opening::Here(open) if seen.insert(request.patient.account) => lent.open.push(open),
            Opening::NotYet => _ = others.insert(request.patient.account),
            Opening::Here(_) | Opening::None => {}
        }
    }
    lent.not_open = few(others.difference(&seen).count());
    Ok(lent)
}

enum Opening {
    Here(Rc<OpenPortal>),
    NotYet,
    None,
}

fn opening_of(vault: &Vault, request: &MyRequestView) -> Opening {
    match request.grant.as_ref().map(|grant| grant.opening) {
        Some(MyOpeningState::Open { opening, .. }) => vault.portal(opening).map_or(Opening::None, Opening::Here),
        Some(
            MyOpeningState::NoKeyYet
            | MyOpeningState::KeyReady { .. }
            | MyOpeningState::BeingTried { .. }
            | MyOpeningState::KeyBurnt
            | MyOpeningState::OpenElsewhere { .. },
        ) => Opening::NotYet,
        Some(_) | None => Opening::None,
    }
}

/// The courses of each person, exact readings before summaries. Altered records are no readings.
async fn read_courses(
    vault: &Vault,
    member: &SignedIn,
    open: &[Rc<OpenPortal>],
    reporter: &Reporter,
) -> Result<Vec<Vec<LentCourse>>, AppError> {
    let mut people = Vec::new();
    for (done, portal) in open.iter().enumerate() {
        reporter.go_on()?;
        let (done, total) = (u64::from(few(done)), u64::from(few(open.len())));
        reporter.progress(Progress { step: ProgressStep::OpeningRecords, file: None, done, total });
        people.push(read_person(vault, member, portal).await?);
    }
    // What was stopped while the last one was read has nobody who waits for it.
    reporter.go_on()?;
    Ok(people)
}

async fn read_person(vault: &Vault, member: &SignedIn, open: &OpenPortal) -> Result<Vec<LentCourse>, AppError> {
    let lent = &open.contents(member).await.map_err(|error| vault.explain_under(member, open, error))?.lent;
    let of_readings = |record: &&LentRecord| PORTIONS.contains(&record.header.fields.portion);
    let chosen: Vec<&LentRecord> = lent.records.iter().filter(of_readings).collect();
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let contents = member.read_opened_records(&open.portal, &chosen).await;
    let contents = contents.map_err(|error| vault.explain_under(member, open, error))?;
    open.touch();
    let sound = || {
        let pairs = chosen.iter().zip(&contents);
        pairs.filter_map(|(record, content)| Some((record, content.as_ref()?.as_ref().ok()?)))
    };
    let (series, _) = collect_series(sound().filter_map(|(record, content)| {
        Some((record.header.fields.portion, record.summary.content_id?, content.as_slice()))
    }));
    let summaries = sound()
        .filter(|(record, _)| record.header.fields.portion == Portion::ReadingsSummary)
        .filter_map(|(_, content)| SeriesSummary::decode(content).ok());
    let exact = series.iter().filter_map(LentCourse::of_series);
    Ok(exact.chain(summaries.filter_map(|summary| LentCourse::of_summary(&summary))).collect())
}
