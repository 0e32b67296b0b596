//! How the values of a column are spread, before and after.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    microagg::{Categories, Column, Table, Values},
    record::make_visible,
};

/// Into how many bars numbers are counted.
const BARS: usize = 16;
/// How many categories have a bar of their own; the rest share one.
const NAMES: usize = 15;

/// A column before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The column's name.
    pub name: String,
    /// Its bars: ascending for numbers and orders, by the first appearance for names.
    pub bars: Vec<Bar>,
}

/// How many rows have such a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Which values.
    pub of: BarOf,
    /// Rows before.
    pub before: u32,
    /// Rows after.
    pub after: u32,
}

/// Which values a bar counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarOf {
    /// Numbers from here to there.
    Range {
        /// The least.
        from: f64,
        /// The greatest; of all bars but the last not in it.
        to: f64,
    },
    /// One category.
    Name(String),
    /// All other categories.
    Others,
}

/// The aggregated columns before and after.
pub fn histograms(original: &Table, masked: &Table) -> Vec<Histogram> {
    let pairs = original.aggregated().zip(masked.aggregated());
    pairs.filter_map(|(before, after)| histogram(before, after)).collect()
}

fn histogram(before: &Column, after: &Column) -> Option<Histogram> {
    let bars = match (&before.values, &after.values) {
        (Values::Numbers(before), Values::Numbers(after)) => of_numbers(before, after),
        (Values::Ordinal(before), Values::Ordinal(after)) | (Values::Nominal(before), Values::Nominal(after)) => {
            of_names(before, after)
        }
        _ => return None,
    };
    Some(Histogram { name: before.name.clone(), bars })
}

/// Bars of equal width from the least to the greatest number of both.
fn of_numbers(before: &[f64], after: &[f64]) -> Vec<Bar> {
    let all = || before.iter().chain(after).copied();
    let (Some(least), Some(most)) = (all().reduce(f64::min), all().reduce(f64::max)) else { return Vec::new() };
    let count = if most > least { BARS } else { 1 };
    let edge = |bar: usize| (most - least).mul_add(as_f64(bar) / as_f64(count), least);
    let place = |value: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of bars")]
        let place = ((value - least) / (most - least).max(f64::MIN_POSITIVE) * as_f64(count)) as usize;
        place.min(count - 1)
    };
    let mut bars: Vec<Bar> = (0..count)
        .map(|bar| Bar { of: BarOf::Range { from: edge(bar), to: edge(bar + 1) }, before: 0, after: 0 })
        .collect();
    for value in before {
        bars.get_mut(place(*value)).into_iter().for_each(|bar| bar.before += 1);
    }
    for value in after {
        bars.get_mut(place(*value)).into_iter().for_each(|bar| bar.after += 1);
    }
    bars
}

fn of_names(before: &Categories, after: &Categories) -> Vec<Bar> {
    let labels = before.labels();
    let mut bars: Vec<Bar> = labels
        .iter()
        .take(NAMES)
        .map(|label| Bar { of: BarOf::Name(make_visible(label)), before: 0, after: 0 })
        .collect();
    if labels.len() > NAMES {
        bars.push(Bar { of: BarOf::Others, before: 0, after: 0 });
    }
    for code in before.codes() {
        bars.get_mut(*code.min(&NAMES)).into_iter().for_each(|bar| bar.before += 1);
    }
    for code in after.codes() {
        bars.get_mut(*code.min(&NAMES)).into_iter().for_each(|bar| bar.after += 1);
    }
    bars
}

#[expect(clippy::cast_precision_loss, reason = "a small count")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn sum(bars: &[Bar]) -> (u32, u32) {
        (bars.iter().map(|bar| bar.before).sum(), bars.iter().map(|bar| bar.after).sum())
    }

    #[test]
    fn every_row_is_in_exactly_one_bar() {
        let before: Vec<f64> = (0..100).map(f64::from).collect();
        let bars = of_numbers(&before, &[50.0; 100]);
        assert_eq!((bars.len(), sum(&bars)), (BARS, (100, 100)));
        assert!(bars.iter().all(|bar| (6..=7).contains(&bar.before)), "{bars:?}");
        assert_eq!(bars.iter().filter(|bar| bar.after > 0).count(), 1);
    }

    #[test]
    fn a_constant_column_has_one_bar() {
        assert_eq!(sum(&of_numbers(&[3.0; 4], &[3.0; 4])), (4, 4));
        assert_eq!(of_numbers(&[3.0; 4], &[3.0; 4]).len(), 1);
    }

    #[test]
    fn noise_beyond_the_original_is_counted_too() {
        let bars = of_numbers(&[0.0, 1.0], &[-5.0, 9.0]);
        assert_eq!(sum(&bars), (2, 2));
        assert_eq!(bars.first().unwrap().after, 1);
    }

    #[test]
    fn many_names_share_the_last_bar() {
        let names: Vec<String> = (0..20).map(|name| name.to_string()).collect();
        let categories = Categories::as_they_appear(names.iter().map(String::as_str));
        let bars = of_names(&categories, &categories);
        assert_eq!((bars.len(), sum(&bars)), (NAMES + 1, (20, 20)));
        assert_eq!(bars.last().unwrap(), &Bar { of: BarOf::Others, before: 5, after: 5 });
    }
}
