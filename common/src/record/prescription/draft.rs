//! A prescription as it is being typed: any text in any field. What it means is decided by `check_prescription`.

use serde::{Deserialize, Serialize};

use super::{MedicineCode, TimeUnit};

/// The fields of the page, as typed. Dates are `YYYY-MM-DD`; empty means not filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrescriptionDraft {
    /// Name, form and strength, for example "Amoxicillin 500 mg capsules". Needed.
    pub medicine: String,
    /// A code of a medicine list, where the name was chosen from one.
    pub medicine_code: Option<MedicineCode>,
    /// How much at a time, for example `1` or `2.5`. Needed.
    pub dose_amount: String,
    /// Of what, for example "tablet" or "mg". Needed.
    pub dose_unit: String,
    /// How it is taken: a name of [`super::Route`] such as `by mouth`, or any other words. Needed.
    pub route: String,
    /// How many times; empty with `every` filled in means once. One of the two is needed unless it is taken as needed.
    pub times: String,
    /// In how many hours, days, weeks or months; empty means one.
    pub every: String,
    /// Of which unit.
    pub every_unit: TimeUnit,
    /// Whether it is taken as needed.
    pub as_needed: bool,
    /// What for, where it is taken as needed.
    pub as_needed_reason: String,
    /// Anything else the patient should know.
    pub instructions: String,
    /// The first day. Needed.
    pub start: String,
    /// For how long; empty means until told otherwise.
    pub duration: String,
    /// Of which unit.
    pub duration_unit: TimeUnit,
    /// How much is handed out; may be empty.
    pub quantity: String,
    /// Of what.
    pub quantity_unit: String,
    /// How many more times it may be handed out; empty means none.
    pub repeats: String,
    /// What it is for.
    pub reason: String,
}
