//! The fields of a prescription, in its order.

use leptos::prelude::*;
use sesemr_common::record::{FieldError, PrescriptionDraft, PrescriptionField, Route, TimeUnit};

use crate::{
    component::{
        checkbox::Checkbox,
        field::{SelectField, TextArea, TextField},
        form_errors::FormErrors,
        prescription_words::{field_problem, route_words},
        when,
    },
    model::{local_time::LocalTime, prescription::KeptDraft},
    text::{Texts, t, use_i18n},
};

/// What was typed so far. Copies are the same form.
#[derive(Clone, Copy)]
pub struct DraftForm {
    medicine: RwSignal<String>,
    dose_amount: RwSignal<String>,
    dose_unit: RwSignal<String>,
    route: RwSignal<String>,
    times: RwSignal<String>,
    every: RwSignal<String>,
    every_unit: RwSignal<String>,
    as_needed: RwSignal<bool>,
    as_needed_reason: RwSignal<String>,
    instructions: RwSignal<String>,
    start: RwSignal<String>,
    duration: RwSignal<String>,
    duration_unit: RwSignal<String>,
    quantity: RwSignal<String>,
    quantity_unit: RwSignal<String>,
    repeats: RwSignal<String>,
    reason: RwSignal<String>,
    /// Why an earlier one is void.
    pub why: RwSignal<String>,
    /// What is wrong.
    pub errors: FormErrors,
}

const FIELDS: &[&str] = &[
    "medicine",
    "dose_amount",
    "dose_unit",
    "route",
    "times",
    "every",
    "as_needed_reason",
    "instructions",
    "start",
    "duration",
    "quantity",
    "quantity_unit",
    "repeats",
    "reason",
    "why",
];

impl DraftForm {
    /// As it was left.
    pub fn of(KeptDraft { draft, why }: &KeptDraft) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let unit = |unit: TimeUnit| RwSignal::new(unit.code().to_owned());
        Self {
            medicine: text(&draft.medicine),
            dose_amount: text(&draft.dose_amount),
            dose_unit: text(&draft.dose_unit),
            route: text(&draft.route),
            times: text(&draft.times),
            every: text(&draft.every),
            every_unit: unit(draft.every_unit),
            as_needed: RwSignal::new(draft.as_needed),
            as_needed_reason: text(&draft.as_needed_reason),
            instructions: text(&draft.instructions),
            start: text(&draft.start),
            duration: text(&draft.duration),
            duration_unit: unit(draft.duration_unit),
            quantity: text(&draft.quantity),
            quantity_unit: text(&draft.quantity_unit),
            repeats: text(&draft.repeats),
            reason: text(&draft.reason),
            why: text(why),
            errors: FormErrors::new(FIELDS),
        }
    }

    /// What was typed, to be kept.
    pub fn kept(self) -> KeptDraft {
        KeptDraft { draft: self.draft(), why: self.why.get() }
    }

    /// What was typed.
    pub fn draft(self) -> PrescriptionDraft {
        PrescriptionDraft {
            medicine: self.medicine.get(),
            medicine_code: None,
            dose_amount: self.dose_amount.get(),
            dose_unit: self.dose_unit.get(),
            route: self.route.get(),
            times: self.times.get(),
            every: self.every.get(),
            every_unit: unit_of(&self.every_unit.get()),
            as_needed: self.as_needed.get(),
            as_needed_reason: self.as_needed_reason.get(),
            instructions: self.instructions.get(),
            start: self.start.get(),
            duration: self.duration.get(),
            duration_unit: unit_of(&self.duration_unit.get()),
            quantity: self.quantity.get(),
            quantity_unit: self.quantity_unit.get(),
            repeats: self.repeats.get(),
            reason: self.reason.get(),
        }
    }

    /// What was typed, without following it.
    pub fn draft_untracked(self) -> PrescriptionDraft {
        untrack(move || self.draft())
    }

    /// Shows what is wrong: with what is prescribed, and that it does not say why.
    pub fn show(self, texts: Texts, wrong: &[FieldError], silent: Option<String>) {
        let wrong = wrong.iter().map(|error| (id_of(error.field), field_problem(texts, error)));
        self.errors.check(wrong.chain(silent.map(|silent| ("why", silent))));
    }
}

fn id_of(field: PrescriptionField) -> &'static str {
    match field {
        PrescriptionField::DoseAmount => "dose_amount",
        PrescriptionField::DoseUnit => "dose_unit",
        PrescriptionField::Route => "route",
        PrescriptionField::Times => "times",
        PrescriptionField::Every => "every",
        PrescriptionField::AsNeededReason => "as_needed_reason",
        PrescriptionField::Instructions => "instructions",
        PrescriptionField::Start => "start",
        PrescriptionField::Duration => "duration",
        PrescriptionField::Quantity => "quantity",
        PrescriptionField::QuantityUnit => "quantity_unit",
        PrescriptionField::Repeats => "repeats",
        PrescriptionField::Reason => "reason",
        // Prescriber and patient are not typed here: whatever is wrong with them stands at the first field.
        PrescriptionField::Medicine | PrescriptionField::Requester | PrescriptionField::Subject => "medicine",
    }
}

fn unit_of(code: &str) -> TimeUnit {
    TimeUnit::ALL.into_iter().find(|unit| unit.code() == code).unwrap_or_default()
}

/// A prescription of which nothing was typed: by mouth, every day, from today.
pub fn blank_draft() -> PrescriptionDraft {
    PrescriptionDraft {
        route: Route::NAMED.first().map(|route| route.words().to_owned()).unwrap_or_default(),
        every: "1".to_owned(),
        start: LocalTime::of(when::now(), when::minutes_west()).to_day(),
        ..PrescriptionDraft::default()
    }
}

/// The fields.
#[component]
pub fn DraftFields(
    /// What was typed so far.
    form: DraftForm,
) -> impl IntoView {
    let i18n = use_i18n();
    let errors = form.errors;
    let routes = Route::NAMED.iter().map(|route| (route.words().to_owned(), route_words(i18n, route))).collect();
    let units = || -> Vec<(String, String)> {
        let words = |unit| match unit {
            TimeUnit::Hour => t!(i18n, unit.hours),
            TimeUnit::Day => t!(i18n, unit.days),
            TimeUnit::Week => t!(i18n, unit.weeks),
            TimeUnit::Month => t!(i18n, unit.months),
        };
        TimeUnit::ALL.into_iter().map(|unit| (unit.code().to_owned(), words(unit).to_owned())).collect()
    };
    view! {
        <TextField
            id="medicine"
            label=t!(i18n, prescription.medicine)
            hint=t!(i18n, prescription.medicine_hint)
            value=form.medicine
            errors
        />
        <div class="fieldset-row">
            <TextField id="dose_amount" label=t!(i18n, prescription.dose) value=form.dose_amount errors inputmode="decimal" />
            <TextField id="dose_unit" label=t!(i18n, prescription.dose_unit) value=form.dose_unit errors />
            <SelectField id="route" label=t!(i18n, prescription.route) options=routes value=form.route errors />
        </div>
        <div class="fieldset-row">
            <TextField id="times" label=t!(i18n, prescription.times) value=form.times errors inputmode="numeric" />
            <TextField id="every" label=t!(i18n, prescription.every) value=form.every errors inputmode="numeric" />
            <SelectField id="every_unit" label=t!(i18n, prescription.every_unit) options=units() value=form.every_unit errors />
        </div>
        <Checkbox
            checked=form.as_needed
            on_change=move |chosen| form.as_needed.set(chosen)
            label=t!(i18n, prescription.as_needed)
        />
        <Show when=move || form.as_needed.get()>
            <TextField id="as_needed_reason" label=t!(i18n, prescription.as_needed_reason) value=form.as_needed_reason errors />
        </Show>
        <TextArea id="instructions" label=t!(i18n, prescription.instructions) value=form.instructions errors />
        <div class="fieldset-row">
            <TextField id="start" label=t!(i18n, prescription.start) value=form.start errors kind="date" />
            <TextField id="duration" label=t!(i18n, prescription.duration) value=form.duration errors inputmode="numeric" />
            <SelectField id="duration_unit" label=t!(i18n, prescription.duration_unit) options=units() value=form.duration_unit errors />
        </div>
        <div class="fieldset-row">
            <TextField id="quantity" label=t!(i18n, prescription.quantity) value=form.quantity errors inputmode="decimal" />
            <TextField id="quantity_unit" label=t!(i18n, prescription.quantity_unit) value=form.quantity_unit errors />
            <TextField id="repeats" label=t!(i18n, prescription.repeats) value=form.repeats errors inputmode="numeric" />
        </div>
        <TextField id="reason" label=t!(i18n, prescription.reason) value=form.reason errors />
    }
}
