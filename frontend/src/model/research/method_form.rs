//! The method as it is typed into a form, and the check of it. Numbers take a comma as well as a point.

use sesemr_common::microagg::{Gamma, GroupSize, MethodName, NoiseLevel, SwapRange};

use super::choice::{MethodChoice, RefineName};

/// The longest search on offer, in seconds.
pub const LONGEST_SEARCH: u32 = 600;
/// How many values of k are tried together at most.
pub const MOST_SIZES: usize = 12;

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodForm {
    /// Which method.
    pub method: MethodName,
    /// k.
    pub k: String,
    /// γ; empty tries several.
    pub gamma: String,
    /// `none`, `descent` or `search`.
    pub refine: String,
    /// How long a search goes on.
    pub seconds: String,
    /// How far rank swapping goes.
    pub range: String,
    /// How much noise.
    pub level: String,
}

impl MethodForm {
    /// The choice, or the names of the fields that cannot be.
    ///
    /// # Errors
    /// At least one name: `k`, `gamma`, `seconds`, `range` or `level`.
    pub fn check(&self) -> Result<MethodChoice, Vec<&'static str>> {
        let mut wrong = Vec::new();
        let mut take = |wanted: bool, field: &'static str, value: Option<f64>| {
            if wanted && value.is_none() {
                wrong.push(field);
            }
            value.filter(|_| wanted)
        };
        let method = self.method;
        let k = take(method.takes_k(), "k", group_size(&self.k).map(f64::from));
        let is_v_mdav = method == MethodName::VMdav;
        let gamma = take(
            is_v_mdav && !self.gamma.trim().is_empty(),
            "gamma",
            number(&self.gamma).filter(|gamma| Gamma::try_from(*gamma).is_ok()),
        );
        let searches = method.makes_groups() && self.refine == "search";
        let seconds = number(&self.seconds).filter(|seconds| (1.0..=f64::from(LONGEST_SEARCH)).contains(seconds));
        let seconds = take(searches, "seconds", seconds);
        let range = number(&self.range).filter(|range| SwapRange::try_from(*range).is_ok());
        let range = take(method == MethodName::RankSwapping, "range", range);
        let level = number(&self.level).filter(|level| NoiseLevel::try_from(*level).is_ok());
        let level = take(method.is_noise(), "level", level);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let refine = match (method.makes_groups(), self.refine.as_str(), seconds) {
            (true, "descent", _) => RefineName::Descent,
            (true, "search", Some(seconds)) => RefineName::Search { seconds: whole(seconds) },
            _ => RefineName::None,
        };
        Ok(MethodChoice { method, k: k.map(whole), gamma, refine, range, level })
    }
}

/// Several values of k, ascending, each once; none where one of them cannot be, or there are too many.
pub fn group_sizes(text: &str) -> Option<Vec<u32>> {
    let parts = text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let sizes: std::collections::BTreeSet<u32> = parts.map(group_size).collect::<Option<_>>()?;
    (!sizes.is_empty() && sizes.len() <= MOST_SIZES).then(|| sizes.into_iter().collect())
}

fn group_size(text: &str) -> Option<u32> {
    let size: u32 = text.trim().parse().ok()?;
    GroupSize::try_from(size).is_ok().then_some(size)
}

fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be within a few hundred")]
fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn form(method: MethodName) -> MethodForm {
        let [k, gamma, refine, seconds, range, level] = ["3", "", "none", "10", "5", "0,1"].map(str::to_owned);
        MethodForm { method, k, gamma, refine, seconds, range, level }
    }

    #[test]
    fn what_a_method_does_not_take_is_not_checked() {
        let noise = MethodForm { k: "many".to_owned(), range: String::new(), ..form(MethodName::NoiseRestoring) };
        let choice = noise.check().unwrap();
        assert_eq!((choice.k, choice.range, choice.level), (None, None, Some(0.1)));
        let groups = MethodForm { level: "-1".to_owned(), ..form(MethodName::MdavGeneric) };
        assert_eq!(groups.check().unwrap().k, Some(3));
    }

    #[test]
    fn every_wrong_number_names_its_field() {
        let wrong = |form: MethodForm| form.check().unwrap_err();
        for k in ["1", "0", "-3", "2.5", "1001", ""] {
            assert_eq!(wrong(MethodForm { k: k.to_owned(), ..form(MethodName::VMdav) }), ["k"], "{k}");
        }
        let v_mdav = MethodForm { k: "x".to_owned(), gamma: "101".to_owned(), ..form(MethodName::VMdav) };
        assert_eq!(wrong(v_mdav), ["k", "gamma"]);
        let swap = MethodForm { range: "0".to_owned(), ..form(MethodName::RankSwapping) };
        assert_eq!(wrong(swap), ["range"]);
        let noise = MethodForm { level: "inf".to_owned(), ..form(MethodName::NoiseCorrelated) };
        assert_eq!(wrong(noise), ["level"]);
        let search =
            MethodForm { refine: "search".to_owned(), seconds: "601".to_owned(), ..form(MethodName::Univariate) };
        assert_eq!(wrong(search), ["seconds"]);
    }

    #[test]
    fn a_search_is_for_methods_that_make_groups() {
        let searching = |method| MethodForm { refine: "search".to_owned(), ..form(method) }.check().unwrap().refine;
        assert_eq!(searching(MethodName::MdavToNearest), RefineName::Search { seconds: 10 });
        assert_eq!(searching(MethodName::IndividualRanking), RefineName::None);
    }

    #[test]
    fn several_sizes_are_tried_once_each_in_their_order() {
        assert_eq!(group_sizes("10, 3;5 3").unwrap(), [3, 5, 10]);
        assert_eq!(group_sizes("3, x"), None);
        assert_eq!(group_sizes(" "), None);
        assert_eq!(group_sizes("2 3 4 5 6 7 8 9 10 11 12 13 14"), None);
    }
}
