//! Loss against k of the methods tried, laid out in the units of an SVG. Drawing is `component::loss_chart`.

use super::{
    choice::MethodChoice,
    plane::{Across, HEIGHT},
};
use crate::model::chart::{BOTTOM, LEFT, RIGHT, TOP, WIDTH};

/// Room for the number of a line at its end.
const NUMBERS: f64 = 28.0;

/// Loss against k.
#[derive(Clone, Debug, PartialEq)]
pub struct LossChart {
    /// Values of k and their places.
    pub sizes: Vec<(f64, f64)>,
    /// Losses in percent and their places.
    pub losses: Vec<(f64, f64)>,
    /// One for each method and its numbers but k.
    pub lines: Vec<LossLine>,
}

/// The tries of one method.
#[derive(Clone, Debug, PartialEq)]
pub struct LossLine {
    /// The method, without k.
    pub method: MethodChoice,
    /// Its tries by k, as points; of a method without k the two ends of a level line.
    pub points: Vec<(f64, f64)>,
}

impl LossChart {
    /// Lays out the tries: method and loss in percent. Nothing before one with k was tried.
    pub fn of(tries: &[(MethodChoice, f64)]) -> Option<Self> {
        let sizes = tries.iter().filter_map(|(choice, _)| choice.k.map(f64::from));
        let across = Across::between(sizes, LEFT, WIDTH - RIGHT - NUMBERS)?;
        let losses = tries.iter().map(|(_, loss)| *loss).chain(core::iter::once(0.0));
        let up = Across::between(losses, HEIGHT - BOTTOM, TOP)?;
        let mut lines: Vec<LossLine> = Vec::new();
        let mut sorted: Vec<&(MethodChoice, f64)> = tries.iter().collect();
        sorted.sort_by_key(|(choice, _)| (choice.k.is_none(), choice.k));
        for (choice, loss) in sorted {
            let method = MethodChoice { k: None, ..*choice };
            let height = up.at(*loss);
            let points = match choice.k {
                Some(k) => vec![(across.at(f64::from(k)), height)],
                None => vec![(LEFT, height), (WIDTH - RIGHT - NUMBERS, height)],
            };
            match lines.iter_mut().find(|line| line.method == method) {
                Some(line) => line.points.extend(points),
                None => lines.push(LossLine { method, points }),
            }
        }
        Some(Self { sizes: across.ticks(), losses: up.ticks(), lines })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use super::*;
    use sesemr_common::microagg::MethodName;

    #[test]
    fn the_tries_of_a_method_are_one_line_by_k() {
        let plain = MethodChoice::plain;
        let tries = [
            (plain(MethodName::MdavGeneric, 10), 14.0),
            (plain(MethodName::VMdav, 3), 5.6),
            (plain(MethodName::MdavGeneric, 3), 5.7),
            (plain(MethodName::RankSwapping, 3), 2.0),
        ];
        let chart = LossChart::of(&tries).unwrap();
        assert_eq!(chart.lines.len(), 3);
        let mdav = chart.lines.iter().find(|line| line.method.method == MethodName::MdavGeneric).unwrap();
        assert_eq!(mdav.points.len(), 2);
        assert!(mdav.points[0].0 < mdav.points[1].0, "k grows to the right");
        assert!(mdav.points[0].1 > mdav.points[1].1, "loss grows upwards");
    }

    #[test]
    fn without_a_try_with_k_there_is_nothing_to_draw_against() {
        assert_eq!(LossChart::of(&[]), None);
        assert_eq!(LossChart::of(&[(MethodChoice::plain(MethodName::NoiseCorrelated, 3), 9.0)]), None);
    }

    #[test]
    fn other_numbers_of_the_same_method_are_another_line() {
        let fixed = MethodChoice { gamma: Some(0.2), ..MethodChoice::plain(MethodName::VMdav, 3) };
        let chart = LossChart::of(&[(MethodChoice::plain(MethodName::VMdav, 3), 5.0), (fixed, 6.0)]).unwrap();
        assert_eq!(chart.lines.len(), 2);
    }
}
