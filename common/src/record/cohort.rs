//! One row per person from readings that several people lent: what a study aggregates. For one person's course see
//! [`super::SeriesSummary`]; for what is done with the rows, [`crate::microagg`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Series, SeriesColumn, SeriesKey, SeriesSummary};
use crate::microagg::GroupSize;

/// What one person's readings of one kind come to: of exact readings, or of a summary where only that was lent.
#[derive(Clone, Debug, PartialEq)]
pub struct LentCourse {
    key: SeriesKey,
    title: String,
    columns: Vec<SeriesColumn>,
    /// Whether it is of readings, not of a summary.
    is_exact: bool,
    count: u32,
    /// For each column.
    figures: Vec<Figures>,
}

/// Figures of one column of a course.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Figures {
    latest: f64,
    mean: f64,
    least: f64,
    greatest: f64,
}

/// What of a course stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CohortValue {
    /// The latest reading; of a summary the mean of its last segment.
    Latest,
    /// The mean of all readings.
    Mean,
    /// Mean, least and greatest reading: three columns for each of the course.
    Summary,
}

/// Something that can be chosen for a cohort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortOffer {
    /// What is measured, in which unit.
    pub key: SeriesKey,
    /// The same in the record's words.
    pub title: String,
    /// The units of its columns.
    pub units: Vec<String>,
    /// How many people have it.
    pub people: u32,
}

/// Rows about people: numbers under a head.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// The names of the columns, all different.
    pub head: Vec<String>,
    /// One row for each person who has all that was chosen: as many numbers as the head has names.
    pub rows: Vec<Vec<f64>>,
}

/// Why there is no cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CohortError {
    /// Nothing was chosen.
    #[error("nothing was chosen for the rows")]
    NothingChosen,
    /// Fewer people than one group needs: each row would tell about too few.
    #[error("{complete} of {people} people have all that was chosen, fewer than {least}")]
    TooFewPeople {
        /// How many people there are.
        people: usize,
        /// How many of them have all that was chosen.
        complete: usize,
        /// k.
        least: usize,
    },
}

impl LentCourse {
    /// Of exact readings; none of an empty series.
    pub fn of_series(series: &Series) -> Option<Self> {
        let last = series.points().last()?;
        let figures = (0..series.columns().len()).map(|column| {
            let values = || series.points().iter().filter_map(move |point| point.values.get(column).copied());
            Some(Figures {
                latest: last.values.get(column).copied()?,
                mean: mean(values().map(|value| (value, 1.0)))?,
                least: values().reduce(f64::min)?,
                greatest: values().reduce(f64::max)?,
            })
        });
        Some(Self {
            key: series.key(),
            title: series.code().text.as_str().to_owned(),
            columns: series.columns().to_vec(),
            is_exact: true,
            count: u32::try_from(series.points().len()).unwrap_or(u32::MAX),
            figures: figures.collect::<Option<_>>()?,
        })
    }

    /// Of a summary; none without a segment.
    pub fn of_summary(summary: &SeriesSummary) -> Option<Self> {
        let last = summary.segments().last()?;
        let figures = (0..summary.columns().len()).map(|column| {
            let segments = || {
                let spread = move |segment: &super::Segment| Some((segment.count, *segment.columns.get(column)?));
                summary.segments().iter().filter_map(spread)
            };
            Some(Figures {
                latest: last.columns.get(column)?.mean,
                mean: mean(segments().map(|(count, spread)| (spread.mean, f64::from(count))))?,
                least: segments().map(|(_, spread)| spread.min).reduce(f64::min)?,
                greatest: segments().map(|(_, spread)| spread.max).reduce(f64::max)?,
            })
        });
        Some(Self {
            key: summary.key(),
            title: summary.code().text.as_str().to_owned(),
            columns: summary.columns().to_vec(),
            is_exact: false,
            count: summary.segments().iter().map(|segment| segment.count).sum(),
            figures: figures.collect::<Option<_>>()?,
        })
    }

    /// What is measured, in which unit.
    pub const fn key(&self) -> &SeriesKey {
        &self.key
    }

    fn cells(&self, value: CohortValue) -> Vec<f64> {
        let of_column = |figures: &Figures| match value {
            CohortValue::Latest => vec![figures.latest],
            CohortValue::Mean => vec![figures.mean],
            CohortValue::Summary => vec![figures.mean, figures.least, figures.greatest],
        };
        self.figures.iter().flat_map(of_column).collect()
    }

    fn head(&self, value: CohortValue) -> Vec<String> {
        let of_column = |column: &SeriesColumn| {
            let name = match (column.code.text.as_str(), column.unit.text.as_str()) {
                (name, "") => name.to_owned(),
                (name, unit) => format!("{name} ({unit})"),
            };
            match value {
                CohortValue::Latest => vec![format!("{name}, latest")],
                CohortValue::Mean => vec![format!("{name}, mean")],
                CohortValue::Summary => {
                    ["mean", "least", "greatest"].iter().map(|what| format!("{name}, {what}")).collect()
                }
            }
        };
        self.columns.iter().flat_map(of_column).collect()
    }
}

/// What can be chosen: everything that somebody has, by how many have it.
pub fn offer_cohort(people: &[Vec<LentCourse>]) -> Vec<CohortOffer> {
    let mut offers: BTreeMap<&SeriesKey, CohortOffer> = BTreeMap::new();
    for course in people.iter().flat_map(|courses| one_of_each(courses).into_values()) {
        let offer = offers.entry(&course.key).or_insert_with(|| CohortOffer {
            key: course.key.clone(),
            title: course.title.clone(),
            units: course.columns.iter().map(|column| column.unit.text.clone()).collect(),
            people: 0,
        });
        offer.people += 1;
    }
    let mut offers: Vec<CohortOffer> = offers.into_values().collect();
    offers.sort_by(|one, other| other.people.cmp(&one.people).then_with(|| one.title.cmp(&other.title)));
    offers
}

/// One row for each person who has all that was chosen, in the order of the people. Where a person lent exact readings and a
/// summary of the same, the readings count.
///
/// # Errors
/// [`CohortError`] where nothing was chosen, or where fewer than k people have all of it.
pub fn build_cohort(
    people: &[Vec<LentCourse>],
    chosen: &[(SeriesKey, CohortValue)],
    size: GroupSize,
) -> Result<Cohort, CohortError> {
    if chosen.is_empty() {
        return Err(CohortError::NothingChosen);
    }
    let mut head = Vec::new();
    let mut rows = Vec::new();
    for person in people {
        let courses = one_of_each(person);
        let complete = chosen.iter().map(|(key, value)| Some((*courses.get(key)?, *value)));
        let Some(complete) = complete.collect::<Option<Vec<(&LentCourse, CohortValue)>>>() else { continue };
        if head.is_empty() {
            head = complete.iter().flat_map(|(course, value)| course.head(*value)).collect();
        }
        rows.push(complete.iter().flat_map(|(course, value)| course.cells(*value)).collect());
    }
    if rows.len() < size.least() {
        return Err(CohortError::TooFewPeople { people: people.len(), complete: rows.len(), least: size.least() });
    }
    Ok(Cohort { head: different(head), rows })
}

impl Cohort {
    /// The rows as CSV, in the order of their values: it tells nobody whose they are.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut rows: Vec<&Vec<f64>> = self.rows.iter().collect();
        rows.sort_by(|one, other| {
            let pairs = one.iter().zip(other.iter());
            pairs
                .map(|(one, other)| one.total_cmp(other))
                .find(|order| order.is_ne())
                .unwrap_or(core::cmp::Ordering::Equal)
        });
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing into memory does not fail, and a row has as many cells as the head.
        let mut written = writer.write_record(&self.head);
        for row in rows {
            written = written.and_then(|()| writer.write_record(row.iter().map(f64::to_string)));
        }
        written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default()
    }
}

/// The course of each kind: of several one of exact readings before any summary, then the one of most readings, of equals the
/// first.
fn one_of_each(courses: &[LentCourse]) -> BTreeMap<&SeriesKey, &LentCourse> {
    let mut kept: BTreeMap<&SeriesKey, &LentCourse> = BTreeMap::new();
    for course in courses {
        let known = kept.entry(&course.key).or_insert(course);
        if (course.is_exact, course.count) > (known.is_exact, known.count) {
            *known = course;
        }
    }
    kept
}

/// Names of which no two are equal: the second "Weight" is "Weight 2".
fn different(names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let name = |name: String| {
        let numbered = (2_u32..).map(|number| format!("{name} {number}"));
        let free = core::iter::once(name.clone()).chain(numbered).find(|name| seen.insert(name.clone()));
        free.unwrap_or(name)
    };
    names.into_iter().map(name).collect()
}

/// The mean of values with weights; none of nothing. From the first value, so that equal values keep every digit.
fn mean(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let mut values = values.peekable();
    let (origin, _) = *values.peek()?;
    let (sum, weights) =
        values.fold((0.0, 0.0), |(sum, weights), (value, weight)| (sum + weight * (value - origin), weights + weight));
    Some(origin + sum / weights)
}
