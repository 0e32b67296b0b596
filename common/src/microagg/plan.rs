//! A method with its parameters, run on a table from outside: what the command line and the Research page call. Each
//! method by itself is a function beside this file.

use super::{
    AggregateError, Budget, Gamma, GroupSize, Grouping, Monitor, Noise, NoiseLevel, Seed, Space, SwapRange, Table,
    add_noise, descend, individual_ranking, local_search, mask, mask_each, mdav_generic, mdav_to_nearest,
    monitor::Part, rank_swapping, univariate_optimal, v_mdav, v_mdav_auto,
};

/// What is done to the aggregated columns.
pub enum Method<'a> {
    /// Rows in groups of at least k, each with the centre of its group: k-anonymous on the aggregated columns.
    Groups(Grouper, GroupSize, Refinement<'a>),
    /// [`individual_ranking`]. Not k-anonymous.
    IndividualRanking(GroupSize),
    /// [`rank_swapping`]. Not k-anonymous.
    RankSwapping(SwapRange, Seed),
    /// [`add_noise`]. Not k-anonymous.
    AddNoise(Noise, NoiseLevel, Seed),
}

/// How rows come into groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grouper {
    /// [`mdav_generic`].
    MdavGeneric,
    /// [`mdav_to_nearest`].
    MdavToNearest,
    /// [`v_mdav`].
    VMdav(Gamma),
    /// [`v_mdav_auto`].
    VMdavAuto,
    /// [`univariate_optimal`]. Takes exactly one aggregated column.
    UnivariateOptimal,
}

/// What is done to the groups afterwards.
pub enum Refinement<'a> {
    /// Nothing.
    None,
    /// [`descend`].
    Descent,
    /// [`local_search`].
    LocalSearch(Seed, Budget<'a>),
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The table that may leave, if its report is fit for it.
    pub masked: Table,
    /// The groups of rows, of methods that make some.
    pub grouping: Option<Grouping>,
}

impl Method<'_> {
    /// Runs the method.
    ///
    /// # Errors
    /// [`AggregateError`], of the method.
    pub fn run(self, table: &Table, monitor: &mut dyn Monitor) -> Result<Outcome, AggregateError> {
        self.run_timed(table, &|| 0.0, monitor).map(|(outcome, _)| outcome)
    }

    /// Runs the method and says how long it took, on a `clock` of seconds: of a method that makes groups, without the
    /// standardising before and the masking after it.
    ///
    /// # Errors
    /// [`AggregateError`], of the method.
    pub fn run_timed(
        self,
        table: &Table,
        clock: &dyn Fn() -> f64,
        monitor: &mut dyn Monitor,
    ) -> Result<(Outcome, f64), AggregateError> {
        let start = clock();
        let masked = match self {
            Self::Groups(grouper, size, refinement) => {
                let space = table.space()?;
                let start = clock();
                let grouping = group(table, &space, grouper, size, refinement, monitor)?;
                let seconds = clock() - start;
                return Ok((Outcome { masked: mask(table, &grouping)?, grouping: Some(grouping) }, seconds));
            }
            Self::IndividualRanking(size) => {
                let groupings = individual_ranking(table, size, monitor)?;
                let seconds = clock() - start;
                return Ok((Outcome { masked: mask_each(table, &groupings)?, grouping: None }, seconds));
            }
            Self::RankSwapping(range, seed) => rank_swapping(table, range, &seed, monitor)?,
            Self::AddNoise(noise, level, seed) => add_noise(table, noise, level, &seed, monitor)?,
        };
        Ok((Outcome { masked, grouping: None }, clock() - start))
    }
}

impl Grouper {
    fn group(
        self,
        table: &Table,
        space: &Space,
        size: GroupSize,
        monitor: &mut dyn Monitor,
    ) -> Result<Grouping, AggregateError> {
        match self {
            Self::MdavGeneric => mdav_generic(space, size, monitor),
            Self::MdavToNearest => mdav_to_nearest(space, size, monitor),
            Self::VMdav(gamma) => v_mdav(space, size, gamma, monitor),
            Self::VMdavAuto => v_mdav_auto(space, size, monitor),
            Self::UnivariateOptimal => univariate_optimal(table.only_numbers()?, size, monitor),
        }
    }
}

fn group(
    table: &Table,
    space: &Space,
    grouper: Grouper,
    size: GroupSize,
    refinement: Refinement<'_>,
    monitor: &mut dyn Monitor,
) -> Result<Grouping, AggregateError> {
    // Where groups are refined, that is most of the work.
    let until = if matches!(refinement, Refinement::None) { 1.0 } else { 0.1 };
    let grouping = grouper.group(table, space, size, &mut Part { whole: monitor, from: 0.0, to: until })?;
    let rest = &mut Part { whole: monitor, from: until, to: 1.0 };
    match refinement {
        Refinement::None => Ok(grouping),
        Refinement::Descent => descend(space, &grouping, size, rest),
        Refinement::LocalSearch(seed, budget) => local_search(space, &grouping, size, &seed, budget, rest),
    }
}
