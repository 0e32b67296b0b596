//! Methods of micro-aggregation in words: what they are called, and what they do.

use sesemr_common::microagg::MethodName;

use super::when;
use crate::{
    model::research::choice::{ColumnKind, ColumnRole, MethodChoice, RefineName},
    text::{Texts, t},
};

/// What a method is called.
pub fn method_name(texts: Texts, method: MethodName) -> &'static str {
    match method {
        MethodName::MdavGeneric => t!(texts, method.mdav_generic),
        MethodName::MdavToNearest => t!(texts, method.mdav_to_nearest),
        MethodName::VMdav => t!(texts, method.v_mdav),
        MethodName::Univariate => t!(texts, method.univariate),
        MethodName::IndividualRanking => t!(texts, method.individual_ranking),
        MethodName::RankSwapping => t!(texts, method.rank_swapping),
        MethodName::NoiseUncorrelated => t!(texts, method.noise_uncorrelated),
        MethodName::NoiseCorrelated => t!(texts, method.noise_correlated),
        MethodName::NoiseRestoring => t!(texts, method.noise_restoring),
        MethodName::NoiseMultiplicative => t!(texts, method.noise_multiplicative),
    }
}

/// What a method does.
pub fn method_hint(texts: Texts, method: MethodName) -> &'static str {
    match method {
        MethodName::MdavGeneric => t!(texts, method_hint.mdav_generic),
        MethodName::MdavToNearest => t!(texts, method_hint.mdav_to_nearest),
        MethodName::VMdav => t!(texts, method_hint.v_mdav),
        MethodName::Univariate => t!(texts, method_hint.univariate),
        MethodName::IndividualRanking => t!(texts, method_hint.individual_ranking),
        MethodName::RankSwapping => t!(texts, method_hint.rank_swapping),
        MethodName::NoiseUncorrelated => t!(texts, method_hint.noise_uncorrelated),
        MethodName::NoiseCorrelated => t!(texts, method_hint.noise_correlated),
        MethodName::NoiseRestoring => t!(texts, method_hint.noise_restoring),
        MethodName::NoiseMultiplicative => t!(texts, method_hint.noise_multiplicative),
    }
}

/// A method with its numbers: "V-MDAV, γ 0.2, k = 3, refined by descent".
pub fn choice_words(texts: Texts, choice: &MethodChoice) -> String {
    let mut parts = vec![method_name(texts, choice.method).to_owned()];
    if choice.method == MethodName::VMdav {
        parts.push(match choice.gamma {
            Some(gamma) => t!(texts, method.gamma, gamma = when::number(texts, gamma)),
            None => t!(texts, method.gamma_auto).to_owned(),
        });
    }
    parts.extend(choice.range.map(|range| t!(texts, method.range, range = when::number(texts, range))));
    parts.extend(choice.level.map(|level| t!(texts, method.level, level = when::number(texts, level))));
    parts.extend(choice.k.map(|k| t!(texts, method.k, k = k)));
    match choice.refine {
        RefineName::None => {}
        RefineName::Descent => parts.push(t!(texts, method.descent).to_owned()),
        RefineName::Search { seconds } => {
            parts.push(t!(texts, method.search, time = when::duration(texts, seconds)));
        }
    }
    parts.join(", ")
}

/// What becomes of a column.
pub fn role_name(texts: Texts, role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Drop => t!(texts, research.role_drop),
        ColumnRole::Aggregate => t!(texts, research.role_aggregate),
        ColumnRole::Confidential => t!(texts, research.role_confidential),
        ColumnRole::Keep => t!(texts, research.role_keep),
    }
}

/// What a column holds.
pub fn kind_name(texts: Texts, kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Numbers => t!(texts, research.kind_numbers),
        ColumnKind::Ordinal => t!(texts, research.kind_ordinal),
        ColumnKind::Nominal => t!(texts, research.kind_nominal),
    }
}
