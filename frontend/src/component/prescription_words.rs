//! Prescriptions in the patient's words: what is wrong with a draft, and what a right one says.

use sesemr_common::record::{
    Dose, FieldError, FieldProblem, Frequency, Line, PatientWords, Prescription, PrescriptionField, Route, Schedule,
    Span, TimeUnit,
};

use crate::text::{Texts, decimal, language_of, t};

/// What the patient reads; `start` is the first day, written out.
pub fn patient_words(texts: Texts, prescription: &Prescription, start: String) -> PatientWords {
    PatientWords {
        language: language_of(texts),
        sentence: sentence(texts, prescription, start),
        route: route_words(texts, &prescription.route),
    }
}

/// "Take 1 tablet of … by mouth twice a day for 7 days, starting on 6 August 2026." and what else there is to say.
fn sentence(texts: Texts, prescription: &Prescription, start: String) -> String {
    let (often, needed_for, at_most) = match &prescription.schedule {
        Schedule::Regular(frequency) => (frequency_words(texts, *frequency), None, None),
        Schedule::AsNeeded { reason, at_most } => {
            let needed_for = reason.as_ref().map(|reason| t!(texts, take.needed_for, reason = ending(reason)));
            let at_most = at_most.map(|often| t!(texts, take.at_most, often = frequency_words(texts, often)));
            (t!(texts, take.as_needed).to_owned(), needed_for, at_most)
        }
    };
    let course = match prescription.course.duration {
        Some(span) => t!(texts, take.for_so_long, length = span_words(texts, span)),
        None => t!(texts, take.until_told).to_owned(),
    };
    let (dose, medicine) = (dose_words(texts, &prescription.dose), prescription.medicine.as_str().to_owned());
    let order = match &prescription.route {
        Route::Mouth => t!(texts, take.mouth, dose, medicine, often, course, start),
        Route::UnderTongue => t!(texts, take.under_tongue, dose, medicine, often, course, start),
        Route::Inhaled => t!(texts, take.inhaled, dose, medicine, often, course, start),
        Route::Skin => t!(texts, take.skin, dose, medicine, often, course, start),
        Route::Eye => t!(texts, take.eye, dose, medicine, often, course, start),
        Route::Ear => t!(texts, take.ear, dose, medicine, often, course, start),
        Route::Nose => t!(texts, take.nose, dose, medicine, often, course, start),
        Route::UnderSkin => t!(texts, take.under_skin, dose, medicine, often, course, start),
        Route::Muscle => t!(texts, take.muscle, dose, medicine, often, course, start),
        Route::Vein => t!(texts, take.vein, dose, medicine, often, course, start),
        Route::Rectum => t!(texts, take.rectum, dose, medicine, often, course, start),
        Route::Vagina => t!(texts, take.vagina, dose, medicine, often, course, start),
        Route::Other(way) => {
            let route = way.as_str().to_owned();
            t!(texts, take.other, dose, medicine, route, often, course, start)
        }
    };
    let reason = prescription.reason.as_ref().map(|reason| t!(texts, take.reason, reason = ending(reason)));
    let instructions = prescription.instructions.as_ref().map(|instructions| instructions.as_str().to_owned());
    let sentences = [Some(order), needed_for, at_most, reason, instructions];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Words that end a sentence, which has its own full stop.
fn ending(line: &Line) -> String {
    line.as_str().trim_end_matches('.').to_owned()
}

/// A route by itself: "by mouth".
pub fn route_words(texts: Texts, route: &Route) -> String {
    match route {
        Route::Mouth => t!(texts, route.mouth),
        Route::UnderTongue => t!(texts, route.under_tongue),
        Route::Inhaled => t!(texts, route.inhaled),
        Route::Skin => t!(texts, route.skin),
        Route::Eye => t!(texts, route.eye),
        Route::Ear => t!(texts, route.ear),
        Route::Nose => t!(texts, route.nose),
        Route::UnderSkin => t!(texts, route.under_skin),
        Route::Muscle => t!(texts, route.muscle),
        Route::Vein => t!(texts, route.vein),
        Route::Rectum => t!(texts, route.rectum),
        Route::Vagina => t!(texts, route.vagina),
        Route::Other(words) => words.as_str(),
    }
    .to_owned()
}

/// "2 tablets", "0.5 tablet", "500 mg": only words that are known to have a plural get it.
fn dose_words(texts: Texts, dose: &Dose) -> String {
    amount_words(texts, dose.amount.as_str(), dose.unit.as_str())
}

/// An amount in digits, with a point, and its unit.
pub fn amount_words(texts: Texts, amount: &str, unit: &str) -> String {
    let known = counted_units(texts).into_iter().find(|(one, many)| [one, many].contains(&&unit));
    let is_many = amount.parse::<f64>().is_ok_and(|amount| amount > 1.0);
    let unit = known.map_or(unit, |(one, many)| if is_many { many } else { one });
    t!(texts, take.dose, amount = decimal(texts, amount), unit = unit.to_owned())
}

/// Units that are counted: one of it, and many.
fn counted_units(texts: Texts) -> [(&'static str, &'static str); 14] {
    [
        (t!(texts, dose.tablet), t!(texts, doses.tablet)),
        (t!(texts, dose.capsule), t!(texts, doses.capsule)),
        (t!(texts, dose.drop), t!(texts, doses.drop)),
        (t!(texts, dose.puff), t!(texts, doses.puff)),
        (t!(texts, dose.spray), t!(texts, doses.spray)),
        (t!(texts, dose.sachet), t!(texts, doses.sachet)),
        (t!(texts, dose.suppository), t!(texts, doses.suppository)),
        (t!(texts, dose.spoonful), t!(texts, doses.spoonful)),
        (t!(texts, dose.teaspoon), t!(texts, doses.teaspoon)),
        (t!(texts, dose.ampoule), t!(texts, doses.ampoule)),
        (t!(texts, dose.lozenge), t!(texts, doses.lozenge)),
        (t!(texts, dose.pack), t!(texts, doses.pack)),
        (t!(texts, dose.bottle), t!(texts, doses.bottle)),
        (t!(texts, dose.tube), t!(texts, doses.tube)),
    ]
}

/// "twice a day", "every 8 hours", "3 times every 2 weeks".
fn frequency_words(texts: Texts, frequency: Frequency) -> String {
    let Frequency { times, every: Span { count, unit } } = frequency;
    let (times_in_one, every) = (u32::from(times), u32::from(count));
    match (times, count) {
        (_, 1) => match unit {
            TimeUnit::Hour => t!(texts, often.in_an_hour, count = times_in_one),
            TimeUnit::Day => t!(texts, often.in_a_day, count = times_in_one),
            TimeUnit::Week => t!(texts, often.in_a_week, count = times_in_one),
            TimeUnit::Month => t!(texts, often.in_a_month, count = times_in_one),
        },
        (1, _) => match unit {
            TimeUnit::Hour => t!(texts, often.every_hours, every),
            TimeUnit::Day => t!(texts, often.every_days, every),
            TimeUnit::Week => t!(texts, often.every_weeks, every),
            TimeUnit::Month => t!(texts, often.every_months, every),
        },
        _ => match unit {
            TimeUnit::Hour => t!(texts, often.times_in_hours, times, every),
            TimeUnit::Day => t!(texts, often.times_in_days, times, every),
            TimeUnit::Week => t!(texts, often.times_in_weeks, times, every),
            TimeUnit::Month => t!(texts, often.times_in_months, times, every),
        },
    }
}

/// "1 day", "7 days".
fn span_words(texts: Texts, span: Span) -> String {
    let count = u32::from(span.count);
    match span.unit {
        TimeUnit::Hour => t!(texts, span.hours, count = count),
        TimeUnit::Day => t!(texts, span.days, count = count),
        TimeUnit::Week => t!(texts, span.weeks, count = count),
        TimeUnit::Month => t!(texts, span.months, count = count),
    }
}

/// What is wrong with a field, in a sentence that names it.
pub fn field_problem(texts: Texts, error: &FieldError) -> String {
    let field = field_name(texts, error.field);
    match error.problem {
        FieldProblem::Missing => t!(texts, field_problem.missing, field),
        FieldProblem::TooLong => t!(texts, field_problem.too_long, field, most = Line::MOST),
        FieldProblem::HiddenCharacters => t!(texts, field_problem.hidden_characters, field),
        FieldProblem::NotAnAmount => t!(texts, field_problem.not_an_amount, field),
        FieldProblem::NotAWholeNumber { least, most } => {
            t!(texts, field_problem.not_a_whole_number, field, least, most)
        }
        FieldProblem::NotADay => t!(texts, field_problem.not_a_day, field),
    }
}

fn field_name(texts: Texts, field: PrescriptionField) -> &'static str {
    match field {
        PrescriptionField::Medicine => t!(texts, prescription.medicine),
        PrescriptionField::DoseAmount => t!(texts, prescription.dose),
        PrescriptionField::DoseUnit => t!(texts, prescription.dose_unit),
        PrescriptionField::Route => t!(texts, prescription.route),
        PrescriptionField::Times => t!(texts, prescription.times),
        PrescriptionField::Every => t!(texts, prescription.every),
        PrescriptionField::AsNeededReason => t!(texts, prescription.as_needed_reason),
        PrescriptionField::Instructions => t!(texts, prescription.instructions),
        PrescriptionField::Start => t!(texts, prescription.start),
        PrescriptionField::Duration => t!(texts, prescription.duration),
        PrescriptionField::Quantity => t!(texts, prescription.quantity),
        PrescriptionField::QuantityUnit => t!(texts, prescription.quantity_unit),
        PrescriptionField::Repeats => t!(texts, prescription.repeats),
        PrescriptionField::Reason => t!(texts, prescription.reason),
        PrescriptionField::Requester => t!(texts, prescription.requester),
        PrescriptionField::Subject => t!(texts, prescription.subject),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use sesemr_common::record::PrescriptionDraft;

    use super::*;
    use crate::text::Locale;

    fn draft() -> PrescriptionDraft {
        PrescriptionDraft {
            medicine: "Amoxicillin 500 mg".to_owned(),
            dose_amount: "1".to_owned(),
            dose_unit: "capsule".to_owned(),
            route: "by mouth".to_owned(),
            times: "3".to_owned(),
            start: "2026-08-06".to_owned(),
            duration: "7".to_owned(),
            ..PrescriptionDraft::default()
        }
    }

    fn told(texts: Texts, draft: &PrescriptionDraft) -> String {
        let authored = "2026-08-06T14:02:00Z".parse().unwrap();
        let prescription = draft.check("Dr Grace Bello", "Amina Yusuf", authored).unwrap();
        let start = if texts == Locale::de { "6. August 2026" } else { "6 August 2026" };
        patient_words(texts, &prescription, start.to_owned()).sentence
    }

    #[test]
    fn the_sentence_is_in_the_patients_words() {
        assert_eq!(
            told(Locale::en, &draft()),
            "Take 1 capsule of Amoxicillin 500 mg by mouth 3 times a day for 7 days, starting on 6 August 2026."
        );
        let insulin = PrescriptionDraft {
            medicine: "Insulin".to_owned(),
            dose_amount: "12,5".to_owned(),
            dose_unit: "units".to_owned(),
            route: "under the skin".to_owned(),
            times: "2".to_owned(),
            duration: "1".to_owned(),
            duration_unit: TimeUnit::Month,
            reason: "diabetes.".to_owned(),
            ..draft()
        };
        assert_eq!(
            told(Locale::en, &insulin),
            "Inject 12.5 units of Insulin under the skin twice a day for 1 month, starting on 6 August 2026. It is for: \
             diabetes."
        );
    }

    #[test]
    fn what_is_taken_when_needed_says_for_what_and_how_often_at_most() {
        let inhaler = PrescriptionDraft {
            medicine: "Salbutamol".to_owned(),
            dose_amount: "2".to_owned(),
            dose_unit: "puff".to_owned(),
            route: "By breathing it in".to_owned(),
            as_needed: true,
            as_needed_reason: "wheezing".to_owned(),
            times: String::new(),
            every: "4".to_owned(),
            every_unit: TimeUnit::Hour,
            duration: String::new(),
            instructions: "Rinse your mouth afterwards.".to_owned(),
            ..draft()
        };
        assert_eq!(
            told(Locale::en, &inhaler),
            "Breathe in 2 puffs of Salbutamol when needed until you are told otherwise, starting on 6 August 2026. It is \
             needed for: wheezing. At most every 4 hours. Rinse your mouth afterwards."
        );
    }

    #[test]
    fn a_german_sentence_has_german_plurals_and_a_decimal_comma() {
        let tablets = PrescriptionDraft {
            dose_amount: "1.5".to_owned(),
            dose_unit: "Tablette".to_owned(),
            times: "2".to_owned(),
            ..draft()
        };
        assert_eq!(
            told(Locale::de, &tablets),
            "Nehmen Sie zweimal am Tag 1,5 Tabletten Amoxicillin 500 mg ein. Beginnen Sie am 6. August 2026, Dauer: 7 Tage."
        );
    }

    #[test]
    fn the_words_say_in_which_language_they_are() {
        let prescription =
            draft().check("Dr Grace Bello", "Amina Yusuf", "2026-08-06T14:02:00Z".parse().unwrap()).unwrap();
        for texts in [Locale::en, Locale::de] {
            let words = patient_words(texts, &prescription, String::new());
            assert_eq!((words.language, words.route), (language_of(texts), route_words(texts, &Route::Mouth)));
        }
    }

    #[test]
    fn a_wrong_field_is_named() {
        let error = FieldError {
            field: PrescriptionField::Times,
            problem: FieldProblem::NotAWholeNumber { least: 1, most: 99 },
        };
        assert_eq!(field_problem(Locale::en, &error), "Times: type a whole number from 1 to 99.");
    }
}
