//! The few figures by which methods are compared side by side.

use super::outcome::OutcomeView;

/// The figures of one try.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// What was lost, in percent.
    pub loss: f64,
    /// How many sets of rows look alike.
    pub groups: usize,
    /// The smallest of them: the k that was reached.
    pub reached: usize,
    /// The share of rows, in percent, that are found by who knows the original.
    pub found: f64,
    /// The chance of a guess, in percent.
    pub guess: f64,
    /// The share of values, in percent, that are given away closely.
    pub disclosed: f64,
    /// The least number of different values of a confidential column in a group; none without such a column.
    pub diversity: Option<usize>,
    /// The greatest distance of a group's confidential values from all; none without such a column.
    pub closeness: Option<f64>,
    /// Seconds.
    pub seconds: f64,
}

impl Figures {
    /// Those of a try: of several confidential columns the worst.
    pub fn of(outcome: &OutcomeView) -> Self {
        let report = &outcome.report;
        Self {
            loss: report.utility.information_loss,
            groups: report.reached.groups,
            reached: report.reached.group_size_min,
            found: report.linkage.own_group,
            guess: report.linkage.expected_person,
            disclosed: report.disclosure.values,
            diversity: report.diversity.iter().map(|found| found.distinct).min(),
            closeness: report.closeness.iter().map(|found| found.distance).reduce(f64::max),
            seconds: outcome.seconds,
        }
    }
}
