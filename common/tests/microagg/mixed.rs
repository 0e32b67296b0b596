//! MDAV and V-MDAV written down once more, as docs/MICROAGGREGATION.md says it, for columns of numbers, orders and names with few
//! different values: what ties do, people who are alike, and distances between kinds is compared group by group. For
//! numbers without ties see `textbook`.

use proptest::prelude::*;
use sesemr_common::microagg::{
    Categories, Column, Role, Table, Unwatched, Values, mdav_generic, mdav_to_nearest, v_mdav,
};

use crate::support::{gamma, size, sorted};

const GRADES: [&str; 4] = ["none", "mild", "moderate", "severe"];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Number,
    Order,
    Name,
}

/// Everybody's coordinates, names last: z-scores, places over their number, and numbers of names.
struct People {
    kinds: Vec<Kind>,
    points: Vec<Vec<f64>>,
}

impl People {
    fn of(kinds: &[Kind], rows: &[Vec<u8>]) -> Self {
        let mut columns: Vec<(Kind, Vec<f64>)> = Vec::new();
        for (number, kind) in kinds.iter().enumerate() {
            let values: Vec<u8> = rows.iter().map(|row| row[number]).collect();
            let coordinates = match kind {
                Kind::Number => z_scores(&values),
                Kind::Order => values.iter().map(|value| f64::from(*value) / GRADES.len() as f64).collect(),
                Kind::Name => values.iter().map(|value| first_seen(&values, *value)).collect(),
            };
            columns.push((*kind, coordinates));
        }
        columns.sort_by_key(|(kind, _)| *kind == Kind::Name);
        let point = |row: usize| columns.iter().map(|(_, coordinates)| coordinates[row]).collect();
        Self { kinds: columns.iter().map(|(kind, _)| *kind).collect(), points: (0..rows.len()).map(point).collect() }
    }

    fn all(&self) -> Vec<usize> {
        (0..self.points.len()).collect()
    }

    fn distance(&self, one: &[f64], other: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (kind, (one, other)) in self.kinds.iter().zip(one.iter().zip(other)) {
            sum += match kind {
                Kind::Number | Kind::Order => (one - other).powi(2),
                Kind::Name => f64::from(u8::from(one.total_cmp(other).is_ne())),
            };
        }
        sum
    }

    /// The centre of rows, with what `mean` says of numbers.
    fn centre(&self, rows: &[usize], mean: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        let coordinate = |(axis, kind): (usize, &Kind)| {
            let values: Vec<f64> = rows.iter().map(|row| self.points[*row][axis]).collect();
            let mut ascending = values.clone();
            ascending.sort_by(f64::total_cmp);
            match kind {
                Kind::Number => mean(&values),
                Kind::Order => ascending[(ascending.len() - 1) / 2],
                Kind::Name => {
                    let count = |name: f64| values.iter().filter(|other| name.total_cmp(other).is_eq()).count();
                    let most = ascending.iter().map(|name| count(*name)).max().unwrap();
                    *ascending.iter().find(|name| count(**name) == most).unwrap()
                }
            }
        };
        self.kinds.iter().enumerate().map(coordinate).collect()
    }

    fn farthest(&self, rows: &[usize], point: &[f64]) -> usize {
        let mut best = rows[0];
        for row in rows {
            if self.distance(&self.points[*row], point) > self.distance(&self.points[best], point) {
                best = *row;
            }
        }
        best
    }

    /// A row and its k−1 nearest, nearest first.
    fn take(&self, left: &mut Vec<usize>, row: usize, k: usize) -> Vec<usize> {
        let apart = |other: usize| self.distance(&self.points[other], &self.points[row]);
        let mut nearest: Vec<usize> = left.iter().copied().filter(|other| *other != row).collect();
        nearest.sort_by(|one, other| apart(*one).total_cmp(&apart(*other)));
        nearest.truncate(k - 1);
        nearest.insert(0, row);
        left.retain(|other| !nearest.contains(other));
        nearest
    }

    fn join_nearest(&self, groups: &mut [Vec<usize>], left: &[usize]) {
        let centres: Vec<Vec<f64>> = groups.iter().map(|group| self.centre(group, mean_in_order)).collect();
        for row in left {
            let apart = |group: usize| self.distance(&self.points[*row], &centres[group]);
            let mut best = 0;
            for group in 1..centres.len() {
                if apart(group) < apart(best) {
                    best = group;
                }
            }
            groups[best].push(*row);
        }
    }

    fn mdav(&self, k: usize, is_generic: bool) -> Vec<Vec<usize>> {
        let (mut left, mut groups) = (self.all(), Vec::new());
        while left.len() >= if is_generic { 3 * k } else { 2 * k } {
            let first = self.farthest(&left, &self.centre(&left, mean_of_exact_sum));
            groups.push(self.take(&mut left, first, k));
            let second = self.farthest(&left, &self.points[first]);
            groups.push(self.take(&mut left, second, k));
        }
        if left.len() >= if is_generic { 2 * k } else { k } {
            let first = self.farthest(&left, &self.centre(&left, mean_of_exact_sum));
            groups.push(self.take(&mut left, first, k));
        }
        if is_generic {
            groups.push(left);
        } else {
            self.join_nearest(&mut groups, &left);
        }
        groups
    }

    fn v_mdav(&self, k: usize, gamma: f64) -> Vec<Vec<usize>> {
        let (mut left, mut groups) = (self.all(), Vec::new());
        let centre = self.centre(&left, mean_in_order);
        while left.len() >= k {
            let first = self.farthest(&left, &centre);
            let mut group = self.take(&mut left, first, k);
            while group.len() < 2 * k - 1 && left.len() >= 2 {
                let apart = |row: usize, other: usize| self.distance(&self.points[row], &self.points[other]);
                let nearest = |row: usize, others: &[usize]| {
                    let to_others = others.iter().filter(|other| **other != row).map(|other| apart(row, *other));
                    to_others.fold(f64::INFINITY, f64::min)
                };
                let mut next = left[0];
                for row in &left {
                    if nearest(*row, &group) < nearest(next, &group) {
                        next = *row;
                    }
                }
                if nearest(next, &group).sqrt() < gamma * nearest(next, &left).sqrt() {
                    group.push(next);
                    left.retain(|row| *row != next);
                } else {
                    break;
                }
            }
            groups.push(group);
        }
        self.join_nearest(&mut groups, &left);
        groups
    }
}

fn z_scores(values: &[u8]) -> Vec<f64> {
    let offsets: Vec<f64> = values.iter().map(|value| f64::from(*value) - f64::from(values[0])).collect();
    let mean = mean_in_order(&offsets);
    let squares: f64 = offsets.iter().map(|offset| (offset - mean).powi(2)).sum();
    let deviation = if squares > 0.0 { (squares / (offsets.len() - 1) as f64).sqrt() } else { 1.0 };
    offsets.iter().map(|offset| (offset - mean) / deviation).collect()
}

/// The number of a name: how many others are seen before it.
fn first_seen(values: &[u8], name: u8) -> f64 {
    let before: std::collections::BTreeSet<u8> = values.iter().copied().take_while(|value| *value != name).collect();
    before.len() as f64
}

fn mean_in_order(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sum in whole numbers of 2⁻¹⁰⁰, which z-scores of few small numbers are, rounded once.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers below 2^127")]
fn mean_of_exact_sum(values: &[f64]) -> f64 {
    let unit = 2.0_f64.powi(100);
    let whole = |value: &f64| {
        assert!((value * unit).fract().abs() < f64::EPSILON && (value * unit).abs() < 2.0_f64.powi(120));
        (value * unit) as i128
    };
    values.iter().map(whole).sum::<i128>() as f64 / unit / values.len() as f64
}

fn table(kinds: &[Kind], rows: &[Vec<u8>]) -> Table {
    let column = |(number, kind): (usize, &Kind)| {
        let values = || rows.iter().map(move |row| row[number]);
        let names: Vec<String> = values().map(|value| format!("name {value}")).collect();
        let values = match kind {
            Kind::Number => Values::Numbers(values().map(f64::from).collect()),
            Kind::Order => {
                let grades = values().map(|value| GRADES[usize::from(value)]);
                Values::Ordinal(Categories::in_order(GRADES.map(str::to_owned).to_vec(), grades).unwrap())
            }
            Kind::Name => Values::Nominal(Categories::as_they_appear(names.iter().map(String::as_str))),
        };
        Column { name: format!("c{number}"), role: Role::QuasiIdentifier, values }
    };
    Table::try_new(kinds.iter().enumerate().map(column).collect()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn ties_duplicates_and_mixed_columns_make_the_groups_that_are_written_down(
        kinds in prop::collection::vec(prop::sample::select(vec![Kind::Number, Kind::Order, Kind::Name]), 1..5),
        // As few as one different value a column, so that more than k people are alike.
        different in 1..=4_u8,
        rows in prop::collection::vec(prop::collection::vec(any::<u8>(), 4), 2..70),
        k in 2..6_u32,
        number in prop::sample::select(vec![0.0, 0.2, 0.5, 1.0, 1.1, 3.0]),
    ) {
        prop_assume!(rows.len() >= k as usize);
        let rows: Vec<Vec<u8>> = rows.iter().map(|row| row.iter().map(|value| value % different).collect()).collect();
        let people = People::of(&kinds, &rows);
        let space = table(&kinds, &rows).space().unwrap();
        let least = k as usize;
        let found = mdav_generic(&space, size(k), &mut Unwatched).unwrap();
        prop_assert_eq!(found.groups(), sorted(people.mdav(least, true)), "MDAV-generic");
        let found = mdav_to_nearest(&space, size(k), &mut Unwatched).unwrap();
        prop_assert_eq!(found.groups(), sorted(people.mdav(least, false)), "MDAV");
        let found = v_mdav(&space, size(k), gamma(number), &mut Unwatched).unwrap();
        prop_assert_eq!(found.groups(), sorted(people.v_mdav(least, number)), "V-MDAV");
    }
}
