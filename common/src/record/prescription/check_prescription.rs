//! From what was typed to a prescription, or to every field that is wrong.

use super::{
    Amount, Course, Dose, FieldError, FieldProblem, Frequency, Line, MedicineCode, Prescription, PrescriptionDraft,
    PrescriptionField, Route, Schedule, Span, Supply, TimeUnit, parts::LineFault,
};
use crate::record::ClinicalDate;

impl PrescriptionDraft {
    /// The prescription, by `requester` for `subject`, written at `authored`.
    ///
    /// # Errors
    /// Every field that is wrong, in the order of the page.
    pub fn check(
        &self,
        requester: &str,
        subject: &str,
        authored: ClinicalDate,
    ) -> Result<Prescription, Vec<FieldError>> {
        use PrescriptionField as Field;
        let mut errors = Errors(Vec::new());
        let medicine = errors.needed(Field::Medicine, &self.medicine);
        let amount = errors.amount(Field::DoseAmount, &self.dose_amount);
        let unit = errors.needed(Field::DoseUnit, &self.dose_unit);
        let route = errors.needed(Field::Route, &self.route).map(route_of);
        let schedule = self.schedule(&mut errors);
        let instructions = errors.optional(Field::Instructions, &self.instructions);
        let start = errors.day(Field::Start, &self.start);
        let duration = errors.span(Field::Duration, &self.duration, self.duration_unit, 999);
        let quantity = self.quantity(&mut errors);
        let repeats = errors.whole(Field::Repeats, &self.repeats, 0, 99);
        let reason = errors.optional(Field::Reason, &self.reason);
        let requester = errors.needed(Field::Requester, requester);
        let subject = errors.needed(Field::Subject, subject);
        let checked = || {
            Some(Prescription {
                medicine: medicine?,
                medicine_code: self.medicine_code.clone().filter(MedicineCode::is_complete),
                dose: Dose { amount: amount?, unit: unit? },
                route: route?,
                schedule: schedule?,
                instructions,
                course: Course { start: start?, duration },
                supply: Supply { quantity, repeats: repeats.unwrap_or(0) },
                reason,
                requester: requester?,
                subject: subject?,
                authored,
                words: None,
                corrects: None,
            })
        };
        if errors.0.is_empty() { checked().ok_or_else(Vec::new) } else { Err(errors.0) }
    }

    /// Times alone are in one day; a length of time alone is once in it ("every 8 hours").
    fn schedule(&self, errors: &mut Errors) -> Option<Schedule> {
        let times = errors.whole(PrescriptionField::Times, &self.times, 1, Frequency::MOST);
        let every = errors.span(PrescriptionField::Every, &self.every, self.every_unit, Frequency::MOST);
        let is_empty = self.times.trim().is_empty() && self.every.trim().is_empty();
        if is_empty && !self.as_needed {
            errors.note(PrescriptionField::Times, FieldProblem::Missing);
        }
        let frequency = (!is_empty).then(|| Frequency {
            times: times.unwrap_or(1),
            every: every.unwrap_or(Span { count: 1, unit: self.every_unit }),
        });
        if self.as_needed {
            let reason = errors.optional(PrescriptionField::AsNeededReason, &self.as_needed_reason);
            Some(Schedule::AsNeeded { reason, at_most: frequency })
        } else {
            frequency.map(Schedule::Regular)
        }
    }

    fn quantity(&self, errors: &mut Errors) -> Option<Dose> {
        if self.quantity.trim().is_empty() {
            return None;
        }
        let amount = errors.amount(PrescriptionField::Quantity, &self.quantity);
        let unit = errors.needed(PrescriptionField::QuantityUnit, &self.quantity_unit);
        Some(Dose { amount: amount?, unit: unit? })
    }
}

impl MedicineCode {
    pub(super) const fn is_complete(&self) -> bool {
        !self.system.is_empty() && !self.code.is_empty()
    }
}

/// The named route of these words, or the words.
pub(super) fn route_of(words: Line) -> Route {
    let named = Route::NAMED.into_iter().find(|route| route.words().eq_ignore_ascii_case(words.as_str()));
    named.unwrap_or(Route::Other(words))
}

/// Collects what is wrong while the fields are read.
struct Errors(Vec<FieldError>);

impl Errors {
    fn note(&mut self, field: PrescriptionField, problem: FieldProblem) {
        self.0.push(FieldError { field, problem });
    }

    fn optional(&mut self, field: PrescriptionField, text: &str) -> Option<Line> {
        match Line::parse(text) {
            Ok(line) => return Some(line),
            Err(LineFault::Empty) => {}
            Err(LineFault::TooLong) => self.note(field, FieldProblem::TooLong),
            Err(LineFault::Hidden) => self.note(field, FieldProblem::HiddenCharacters),
        }
        None
    }

    fn needed(&mut self, field: PrescriptionField, text: &str) -> Option<Line> {
        if text.trim().is_empty() {
            self.note(field, FieldProblem::Missing);
        }
        self.optional(field, text)
    }

    fn amount(&mut self, field: PrescriptionField, text: &str) -> Option<Amount> {
        let amount = Amount::parse(text);
        if amount.is_none() {
            let problem = if text.trim().is_empty() { FieldProblem::Missing } else { FieldProblem::NotAnAmount };
            self.note(field, problem);
        }
        amount
    }

    /// A whole number, or nothing where nothing was typed.
    fn whole(&mut self, field: PrescriptionField, text: &str, least: u16, most: u16) -> Option<u16> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number| is_digits && (least..=most).contains(number));
        if number.is_none() {
            self.note(field, FieldProblem::NotAWholeNumber { least, most });
        }
        number
    }

    fn span(&mut self, field: PrescriptionField, text: &str, unit: TimeUnit, most: u16) -> Option<Span> {
        self.whole(field, text, 1, most).map(|count| Span { count, unit })
    }

    fn day(&mut self, field: PrescriptionField, text: &str) -> Option<ClinicalDate> {
        let text = text.trim();
        let day = text.parse().ok().filter(|_| text.len() == 10);
        if day.is_none() {
            self.note(field, if text.is_empty() { FieldProblem::Missing } else { FieldProblem::NotADay });
        }
        day
    }
}
