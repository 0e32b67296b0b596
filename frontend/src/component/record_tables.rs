//! A table for each family of records, newest first: every row is shown, a page at a time, none merged or dropped.

use leptos::prelude::*;
use leptos_router::components::A;
use sesemr_common::record::{ClinicalDate, Interpretation, MeasuredValue, Phrase, RecordRow};

use super::{
    kind_words::kind_words,
    paged::Paged,
    phrase_words::{phrase_words, title_words},
    record_mark::mark_words,
    stacked_table::{StackedTable, cell, name_cell},
    status_words::{risk_words, status_words},
    void_notice::void_words,
    when,
};
use crate::{
    model::{
        family::{Family, by_family, family_of},
        record::{RecordBody, RecordSummary, RecordView},
        series::begins,
    },
    text::{Texts, t, use_i18n},
};

/// The tables of some records.
#[component]
pub fn RecordTables(
    /// The records, newest first.
    records: Vec<RecordView>,
    /// Where a record's page is.
    #[prop(into)]
    href: Callback<RecordSummary, String>,
    /// Says beside each date how long ago that is.
    #[prop(optional)]
    with_age: bool,
) -> impl IntoView {
    by_family(records)
        .into_iter()
        .map(|(family, records)| view! { <FamilyTable family records href with_age /> })
        .collect_view()
}

#[component]
fn FamilyTable(
    family: Family,
    records: Vec<RecordView>,
    href: Callback<RecordSummary, String>,
    with_age: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let count = records.len();
    let name = records.first().map(|record| record.summary.record.to_string()).unwrap_or_default();
    let records = Paged::kept(records, name);
    let heads: Vec<String> = [t!(i18n, table.date), t!(i18n, table.what)]
        .into_iter()
        .chain(heads(i18n, family))
        .map(str::to_owned)
        .collect();
    let names = StoredValue::new(heads.clone());
    let row = move |record: RecordView| {
        let address = href.run(record.summary.clone());
        let title = title_words(i18n, &record.summary);
        let mark = record.summary.mark.as_ref().map(|mark| mark_words(i18n, mark));
        let void = void_words(i18n, &record.summary);
        let is_void = record.summary.void.is_some();
        let date = record.summary.date.as_ref().map(|date| dated(i18n, date, with_age));
        let code_says = code_says(i18n, &record);
        let name = view! {
            <A href=address attr:class="ds-link"><span class:is-void=is_void>{title}</span></A>
            {void.map(|void| view! { " " <strong class="void-mark">{void}</strong> })}
            {mark.map(|mark| view! { " " <strong class="measured-mark">{mark}</strong> })}
            {code_says.map(|words| view! { <div class="small">{words}</div> })}
        };
        let cells = names.with_value(|names| {
            let after = names.iter().skip(2).zip(cells(i18n, &record));
            after.map(|(head, value)| cell(head, value)).collect_view()
        });
        view! {
            <tr role="row">
                {cell(t!(i18n, table.date), date)}
                {name_cell(name)}
                {cells}
            </tr>
        }
    };
    view! {
        <section class="stack-tight">
            <h2 class="ds-heading" data-size="xs">{family_name(i18n, family)} " " <span class="small">{count}</span></h2>
            <StackedTable label=family_name(i18n, family) heads>{records.draw(row)}</StackedTable>
            {records.more()}
        </section>
    }
}

/// When, and if that is wanted, how long ago.
fn dated(texts: Texts, date: &ClinicalDate, with_age: bool) -> impl IntoView + use<> {
    let ago = with_age.then(|| when::ago(texts, begins(date)));
    view! {
        {when::clinical(texts, date)}
        {ago.map(|ago| view! { " " <span class="small">{ago}</span> })}
    }
}

/// What the code of a record is called, where its own words call it something else: no alarm, since two names for one thing are
/// common.
pub fn code_says(texts: Texts, record: &RecordView) -> Option<String> {
    let RecordBody::Resource(view) = &record.body else { return None };
    let said = view.code_says.clone()?;
    Some(t!(texts, record.code_says, said = said))
}

fn family_name(texts: Texts, family: Family) -> &'static str {
    match family {
        Family::Allergies => t!(texts, family.allergies),
        Family::Medications => t!(texts, family.medications),
        Family::Conditions => t!(texts, family.conditions),
        Family::Observations => t!(texts, family.observations),
        Family::Encounters => t!(texts, family.encounters),
        Family::Immunizations => t!(texts, family.immunizations),
        Family::Series => t!(texts, family.series),
        Family::Other => t!(texts, family.other),
        Family::Files => t!(texts, family.files),
        Family::Unreadable => t!(texts, family.unreadable),
    }
}

/// The heads of the columns after date and name.
fn heads(texts: Texts, family: Family) -> Vec<&'static str> {
    match family {
        Family::Allergies => vec![t!(texts, table.reaction), t!(texts, table.status)],
        Family::Medications => {
            vec![t!(texts, table.dosage), t!(texts, table.status), t!(texts, table.by), t!(texts, table.source)]
        }
        Family::Conditions => vec![t!(texts, table.period), t!(texts, table.status)],
        Family::Observations => vec![t!(texts, table.value), t!(texts, table.range)],
        Family::Encounters => vec![t!(texts, table.reason), t!(texts, table.by)],
        Family::Immunizations => vec![t!(texts, table.status), t!(texts, table.dose_number)],
        Family::Other => vec![t!(texts, table.kind)],
        Family::Series | Family::Files | Family::Unreadable => vec![t!(texts, table.note)],
    }
}

/// What a record says on a page of its own.
pub struct Facts {
    /// What was measured or found, where it is an observation: it stands above the rest.
    pub measured: Option<AnyView>,
    /// The rest, by the names of its table's columns: those that it has something for.
    pub named: Vec<(&'static str, AnyView)>,
}

impl Facts {
    /// Of one record.
    pub fn of(texts: Texts, record: &RecordView) -> Self {
        if let RecordBody::Resource(view) = &record.body
            && let RecordRow::Observation(row) = &view.row
        {
            let measured = (!row.values.is_empty()).then(|| values(texts, &row.values));
            let ranges = ranges(texts, &row.values);
            let range = (!ranges.is_empty()).then(|| (t!(texts, table.range), ranges.into_any()));
            return Self { measured, named: range.into_iter().collect() };
        }
        let cells = cells(texts, record).into_iter();
        let named = heads(texts, family_of(record)).into_iter().zip(cells);
        Self { measured: None, named: named.filter_map(|(head, cell)| Some((head, cell?))).collect() }
    }
}

/// The cells of the columns after date and name; none where the record says nothing.
fn cells(texts: Texts, record: &RecordView) -> Vec<Option<AnyView>> {
    let text = |text: String| (!text.is_empty()).then(|| text.into_any());
    let phrases = |phrases: &[Phrase], between| {
        let words: Vec<String> = phrases.iter().map(|phrase| phrase_words(texts, phrase)).collect();
        text(words.join(between))
    };
    let join = |parts: Vec<Option<String>>| text(parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    let coded = |code: Option<String>| code.map(|code| status_words(texts, code));
    let RecordBody::Resource(view) = &record.body else { return vec![text(note(texts, record).to_owned())] };
    match view.row.clone() {
        RecordRow::Allergy(row) => {
            vec![
                phrases(&row.reactions, ", "),
                join(vec![
                    row.criticality.map(|risk| risk_words(texts, risk)),
                    coded(row.status),
                    coded(row.verification),
                ]),
            ]
        }
        RecordRow::Medication(row) => {
            vec![
                phrases(&row.dosage, "; "),
                join(vec![coded(row.status)]),
                join(vec![row.requester]),
                text(source_words(texts, &record.summary)),
            ]
        }
        RecordRow::Condition(row) => {
            let period: Vec<Phrase> = [row.onset, row.abatement].into_iter().flatten().collect();
            vec![phrases(&period, " – "), join(vec![row.severity, coded(row.status), coded(row.verification)])]
        }
        RecordRow::Observation(row) => vec![Some(values(texts, &row.values)), text(ranges(texts, &row.values))],
        RecordRow::Encounter(row) => vec![join(vec![row.reason]), join(vec![row.provider])],
        RecordRow::Immunization(row) => vec![join(vec![coded(row.status)]), join(vec![row.dose])],
        RecordRow::Other(row) => vec![text(kind_words(texts, record.summary.fhir_type.as_deref(), row.kind))],
        RecordRow::Unreadable => vec![text(t!(texts, record.unreadable).to_owned())],
    }
}

/// Where a line of the medicines comes from: a signature, or a file, and what the file had it as.
fn source_words(texts: Texts, record: &RecordSummary) -> String {
    match (&record.author, record.fhir_type.as_deref()) {
        (Some(author), _) if record.pending => t!(texts, source.pending, author = author.clone()),
        (Some(author), _) => t!(texts, source.signed, author = author.clone()),
        (None, Some("MedicationStatement")) => t!(texts, source.statement).to_owned(),
        (None, Some("MedicationDispense")) => t!(texts, source.dispense).to_owned(),
        (None, Some("MedicationAdministration")) => t!(texts, source.administration).to_owned(),
        (None, Some("MedicationRequest")) => t!(texts, source.request).to_owned(),
        (None, _) => t!(texts, source.file).to_owned(),
    }
}

fn note(texts: Texts, record: &RecordView) -> &'static str {
    match &record.body {
        RecordBody::Altered => t!(texts, error.altered),
        RecordBody::Series(_) => t!(texts, record.series_note),
        _ => t!(texts, record.file_note),
    }
}

/// Values with their units; what is not normal is a word and a mark.
fn values(texts: Texts, values: &[MeasuredValue]) -> AnyView {
    let one = |value: &MeasuredValue| {
        let label = value.label.as_ref().map(|label| format!("{label}: "));
        let mark = value.interpretation.as_ref().and_then(|interpretation| mark(texts, interpretation));
        view! {
            <span class="measured">
                {label}
                <span class="measured-value" class:measured-number=value.number.is_some()>{phrase_words(texts, &value.value)} " " {value.unit.clone()}</span>
                {mark.map(|(mark, words)| view! { <strong class="measured-mark">{mark} " " {words}</strong> })}
            </span>
        }
    };
    values.iter().map(one).collect_view().into_any()
}

fn ranges(texts: Texts, values: &[MeasuredValue]) -> String {
    let ranges = values.iter().flat_map(|value| &value.ranges);
    ranges.map(|range| phrase_words(texts, range)).collect::<Vec<_>>().join("; ")
}

fn mark(texts: Texts, interpretation: &Interpretation) -> Option<(&'static str, String)> {
    Some(match interpretation {
        Interpretation::Normal => return None,
        Interpretation::High => ("▲", t!(texts, measured.high).to_owned()),
        Interpretation::CriticallyHigh => ("▲▲", t!(texts, measured.critically_high).to_owned()),
        Interpretation::Low => ("▼", t!(texts, measured.low).to_owned()),
        Interpretation::CriticallyLow => ("▼▼", t!(texts, measured.critically_low).to_owned()),
        Interpretation::Abnormal => ("◆", t!(texts, measured.abnormal).to_owned()),
        Interpretation::CriticallyAbnormal => ("◆◆", t!(texts, measured.critically_abnormal).to_owned()),
        Interpretation::Other(words) => ("◆", words.clone()),
    })
}
