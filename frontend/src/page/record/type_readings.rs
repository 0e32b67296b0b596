//! Adding readings by typing them: what, when, the numbers; then the same picture and upload as for files.

use leptos::{prelude::*, task::spawn_local};
use sesemr_common::record::{ClinicalDate, ReadingDraft, ReadingError, ReadingKind, TypedReading};

use super::publish_steps::PublishSteps;
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        draft_keeper::DraftKeeper,
        field::{SelectField, TextField},
        form::Form,
        form_errors::FormErrors,
        kept_notice::KeptNotice,
        kept_readings::KeptReadings,
        loaded::{Loaded, use_answer_once},
        page::Page,
        reading_words::{column_label, reading_kind, reading_name, reading_problem, reading_unit, reading_words},
        when,
    },
    message::{DraftOf, KeepTypedReadings, ListTypedReadings, PreviewReadings, ReadDraft},
    model::{
        import::{GROUP_SIZE, ImportPreview},
        kept_reading::KeptReading,
        local_time::LocalTime,
        moment::Moment,
        series::{ReadingInput, begins},
    },
    text::{Texts, decimal, t, use_i18n},
};

/// Adding readings.
#[component]
pub fn TypeReadingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let list = use_answer_once(|| ListTypedReadings {});
    let fields = use_answer_once(|| ReadDraft { of: DraftOf::Reading });
    view! {
        <Page title=t!(i18n, readings.title)>
            <Loaded answer=list let:typed>
                <Loaded answer=fields let:kept><TypeReadings typed=typed.clone() kept /></Loaded>
            </Loaded>
        </Page>
    }
}

#[component]
fn TypeReadings(
    /// What was typed before.
    typed: Vec<ReadingInput>,
    /// What this device kept of the reading in the fields.
    kept: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let preview = RwSignal::new(None::<ImportPreview>);
    let left = KeptReading::resume(kept.as_deref());
    let list = TypedList {
        readings: RwSignal::new(typed),
        as_left: RwSignal::new(left.is_some()),
        has_added: RwSignal::new(false),
        client: VaultClient::expect(),
        texts: i18n,
        errors: FormErrors::new(FIELDS),
    };
    // Above what is shown: a preview that was looked at and left changes nothing of it.
    let form = ReadingForm::new();
    if let Some(left) = left {
        form.resume(left);
    }
    Effect::new(move |before: Option<bool>| {
        let as_left = list.as_left.get();
        if before == Some(true) && !as_left {
            form.begin_anew();
        }
        as_left
    });
    let keeper = DraftKeeper::new(DraftOf::Reading, kept);
    keeper.follow(i18n, list.errors, move || Some(form.typed()).filter(KeptReading::has_values));
    view! {
        <Show
            when=move || preview.get().is_some()
            fallback=move || view! { <ReadingsForm preview list form /> }
        >
            <PublishSteps preview discard=t!(i18n, readings.back) />
        </Show>
    }
}

/// The readings that are being typed, on the page and, sealed, on the device: until they are stored, neither another page nor a
/// reload loses them. Copies are the same list.
#[derive(Clone, Copy)]
struct TypedList {
    readings: RwSignal<Vec<ReadingInput>>,
    /// Whether the fields began with what was left in them, and nobody began them anew.
    as_left: RwSignal<bool>,
    /// Whether what stood in the fields came onto the list since: then nothing in them is as it was left.
    has_added: RwSignal<bool>,
    client: VaultClient,
    texts: Texts,
    /// What is wrong on the form, and that this device did not keep the list.
    errors: FormErrors,
}

impl TypedList {
    /// Adds what a form says and empties its values; or shows what is wrong with it. Gives whether it was added.
    fn add(self, form: ReadingForm) -> bool {
        match form.read(self.texts) {
            Ok(reading) => {
                self.errors.clear();
                self.change(|readings| readings.push(reading));
                form.clear_values();
                self.has_added.set(true);
                true
            }
            Err(wrong) => !self.errors.check([wrong]),
        }
    }

    fn change(self, change: impl FnOnce(&mut Vec<ReadingInput>)) {
        self.readings.update(change);
        let verb = KeepTypedReadings { readings: self.readings.get_untracked() };
        spawn_local(async move {
            if let Err(error) = self.client.ask(verb).await {
                self.errors.show(self.texts, &error);
            }
        });
    }
}

const FIELDS: &[&str] = &["kind", "time", "first", "second", "readings"];

#[component]
fn ReadingsForm(preview: RwSignal<Option<ImportPreview>>, list: TypedList, form: ReadingForm) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = list.errors;
    let add = move || _ = list.add(form);
    // What somebody picked from a list stays picked there: a form that begins anew has fields of its own.
    let fields = move || {
        list.as_left.track();
        view! { <ReadingFields form errors /> }
    };
    let look = Act::new(move || async move {
        // What stands in the fields goes with the others; where it is wrong, nothing goes without it.
        if form.has_values() && !list.add(form) {
            return;
        }
        let verb = PreviewReadings { readings: list.readings.get_untracked(), group_size: GROUP_SIZE };
        if errors.check(verb.readings.is_empty().then(|| ("readings", t!(i18n, readings.none).to_owned()))) {
            return;
        }
        match client.ask(verb).await {
            Ok(found) => preview.set(Some(found)),
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <Show when=move || !list.has_added.get()><KeptNotice as_left=list.as_left /></Show>
        <Form on_submit=add errors>
            {fields}
            <div class="actions"><Button look=Look::Secondary icon="plus">{t!(i18n, readings.add)}</Button></div>
        </Form>
        <ReadingsList list />
        <div class="actions">
            <Button pending=look.pending() on_press=look>{t!(i18n, readings.look)}</Button>
        </div>
        <KeptReadings />
    }
}

/// A reading that is being typed. Copies are the same one.
#[derive(Clone, Copy)]
pub struct ReadingForm {
    kind: RwSignal<String>,
    time: RwSignal<String>,
    values: [RwSignal<String>; 2],
    /// The time that the fields began with, and how the field says it: left as it is, it stays exactly what it was.
    given: StoredValue<Option<(String, ClinicalDate)>>,
}

impl ReadingForm {
    /// Nothing typed yet, at this moment.
    #[expect(clippy::new_without_default, reason = "it makes signals, which a default would hide")]
    pub fn new() -> Self {
        Self {
            kind: RwSignal::new("0".to_owned()),
            time: RwSignal::new(field_of_moment(when::now())),
            values: [(); 2].map(|()| RwSignal::new(String::new())),
            given: StoredValue::new(None),
        }
    }

    /// What a reading says, to be changed.
    pub fn of(texts: Texts, draft: &ReadingDraft) -> Self {
        let mut values = draft.values.iter().map(|value| decimal(texts, &value.to_string()));
        let given = draft.time.as_ref().and_then(|time| Some((field_of_date(time)?, time.clone())));
        Self {
            kind: RwSignal::new(index_of(draft.kind)),
            time: RwSignal::new(given.as_ref().map(|(field, _)| field.clone()).unwrap_or_default()),
            values: [(); 2].map(|()| RwSignal::new(values.next().unwrap_or_default())),
            given: StoredValue::new(given),
        }
    }

    /// What was typed, or the field that is wrong and why.
    ///
    /// # Errors
    /// The id of the field, and a sentence.
    pub fn read(self, texts: Texts) -> Result<ReadingInput, (&'static str, String)> {
        let typed = self.values.map(|field| field.get_untracked());
        reading_of(texts, kind_of(&self.kind.get_untracked()), self.read_time(), &typed)
    }

    /// What stands in the fields, to be kept.
    pub fn typed(self) -> KeptReading {
        let time = self.time.get();
        let is_given = self.given.with_value(|given| given.as_ref().is_some_and(|(given, _)| *given == time));
        KeptReading {
            kind: kind_of(&self.kind.get()),
            time: (!is_given).then_some(time),
            values: self.values.map(|value| value.get()),
        }
    }

    /// Fills the fields with what was left in them.
    pub fn resume(self, left: KeptReading) {
        self.kind.set(index_of(left.kind));
        if let Some(time) = left.time {
            self.time.set(time);
        }
        for (value, text) in self.values.into_iter().zip(left.values) {
            value.set(text);
        }
    }

    /// As a form of which nothing was typed, at this moment.
    fn begin_anew(self) {
        self.kind.set("0".to_owned());
        self.time.set(field_of_moment(when::now()));
        self.clear_values();
    }

    /// Whether a number was typed and not taken yet, among those that the kind has a field for.
    fn has_values(self) -> bool {
        untrack(|| self.typed()).has_values()
    }

    fn read_time(self) -> Option<ClinicalDate> {
        let field = self.time.get_untracked();
        let given = self.given.get_value().filter(|(given, _)| *given == field);
        given.map(|(_, time)| time).or_else(|| date_of_field(&field))
    }

    fn clear_values(self) {
        for value in self.values {
            value.set(String::new());
        }
    }
}

/// What, when, the numbers: fields `kind`, `time`, `first` and `second`.
#[component]
pub fn ReadingFields(
    /// What is typed into them.
    form: ReadingForm,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let i18n = use_i18n();
    let ReadingForm { kind, time, values: [first, second], .. } = form;
    let chosen = Memo::new(move |_| kind_of(&kind.get()));
    let options = ReadingKind::ALL
        .into_iter()
        .enumerate()
        .map(|(index, kind)| (index.to_string(), reading_kind(i18n, kind)))
        .collect();
    let label = move |column: usize| Signal::derive(move || column_label(i18n, chosen.get(), column));
    view! {
        <SelectField id="kind" label=t!(i18n, readings.kind) options value=kind errors />
        <TextField
            id="time"
            label=t!(i18n, readings.when)
            value=time
            errors
            kind="datetime-local"
            class="field-medium"
        />
        <div class="fieldset-row">
            <TextField id="first" label=label(0) value=first errors inputmode="decimal" />
            <Show when=move || chosen.get().spec().columns.len() == 2>
                <TextField id="second" label=label(1) value=second errors inputmode="decimal" />
            </Show>
        </div>
    }
}

#[component]
fn ReadingsList(list: TypedList) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |(index, reading): (usize, ReadingInput)| {
        let values: Vec<String> = reading.values.iter().map(|value| when::number(i18n, *value)).collect();
        let words = t!(
            i18n,
            reading.line,
            name = reading_name(i18n, reading.kind),
            value = values.join(" / "),
            unit = reading_unit(i18n, reading.kind),
            date = when::clinical(i18n, &reading.time)
        );
        let remove = move || {
            list.change(|readings| {
                if index < readings.len() {
                    readings.remove(index);
                }
            });
        };
        view! {
            <li class="row row-spread">
                <span>{words}</span>
                <Button look=Look::Quiet icon="x" on_press=remove>{t!(i18n, readings.remove)}</Button>
            </li>
        }
    };
    view! {
        <ul id="readings" class="record-list" tabindex="-1">
            {move || list.readings.get().into_iter().enumerate().map(line).collect_view()}
        </ul>
    }
}

fn kind_of(index: &str) -> ReadingKind {
    let kind = index.parse::<usize>().ok().and_then(|index| ReadingKind::ALL.get(index).copied());
    kind.unwrap_or(ReadingKind::BloodPressure)
}

/// A kind as its field says it.
fn index_of(kind: ReadingKind) -> String {
    ReadingKind::ALL.into_iter().position(|other| other == kind).unwrap_or_default().to_string()
}

/// A moment as the field for it says it.
fn field_of_moment(at: Moment) -> String {
    LocalTime::of(at, when::minutes_west_at(at)).to_field()
}

/// A date as the field says it: a day without a time begins that day; a month is no day.
fn field_of_date(date: &ClinicalDate) -> Option<String> {
    if date.has_time() { Some(field_of_moment(begins(date))) } else { date.day().map(|day| format!("{day}T00:00")) }
}

/// What the field says, by the clocks of that day.
fn date_of_field(field: &str) -> Option<ClinicalDate> {
    let time = LocalTime::from_field(field)?;
    let about = time.to_moment(when::minutes_west());
    time.to_date_time(when::minutes_west_at(about)).parse().ok()
}

/// What was typed, checked as the core checks it: the field that is wrong, and why.
fn reading_of(
    texts: Texts,
    kind: ReadingKind,
    time: Option<ClinicalDate>,
    typed: &[String; 2],
) -> Result<ReadingInput, (&'static str, String)> {
    let time = time.ok_or_else(|| ("time", t!(texts, readings.time_wrong).to_owned()))?;
    let mut values = Vec::new();
    for (text, field) in typed.iter().zip(["first", "second"]).take(kind.spec().columns.len()) {
        let number = text.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
        values.push(number.ok_or_else(|| (field, t!(texts, readings.number_wrong).to_owned()))?);
    }
    TypedReading::try_new(kind, time.clone(), values.clone())
        .map_err(|error| (field_of(&error), reading_problem(texts, kind, &error)))?;
    Ok(ReadingInput { kind, time, values, words: reading_words(texts, kind) })
}

/// The field that holds the number which is wrong.
const fn field_of(error: &ReadingError) -> &'static str {
    match error {
        ReadingError::Implausible { column: 1, .. } => "second",
        ReadingError::NoDay => "time",
        _ => "first",
    }
}
