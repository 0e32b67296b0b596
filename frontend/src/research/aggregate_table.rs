//! Runs a method on a table and says what came of it.

use core::ops::ControlFlow;

use sesemr_common::microagg::{
    Budget, Gamma, GroupReport, GroupSize, Grouper, Method, MethodName, Noise, NoiseLevel, Outcome, Refinement, Report,
    Seed, Sheet, SwapRange, Table, centroid_and_count_table,
};

use crate::{
    message::{
        Attachment,
        research::{AggregateTable, TableProblem},
    },
    model::research::{
        choice::{MethodChoice, RefineName},
        histogram::histograms,
        outcome::OutcomeView,
        sample::Sample,
    },
    text::few,
};

/// Which share of the progress is the method's; the rest is the report's.
const OF_METHOD: f64 = 0.7;

/// What came of a method, and its tables as CSV.
#[derive(Debug)]
pub(super) struct Aggregated {
    pub(super) view: OutcomeView,
    /// Every row; named by `view.masked`.
    pub(super) masked: Vec<u8>,
    /// Every group; named by `view.centroids`.
    pub(super) centroids: Option<Vec<u8>>,
}

/// Runs. `clock` gives seconds, `watch` is told how much is done, from 0 to 1.
///
/// # Errors
/// [`TableProblem`].
pub(super) fn aggregate_table(
    csv: &[u8],
    verb: &AggregateTable,
    clock: impl Fn() -> f64,
    watch: &mut dyn FnMut(f64),
) -> Result<Aggregated, TableProblem> {
    let choices: Vec<_> =
        verb.columns.iter().map(|column| (column.name.clone(), column.role.into(), column.read_as())).collect();
    let sheet = Sheet::read(csv)?;
    let table = sheet.table(&choices)?;
    let (outcome, seconds) = run(&table, verb.method, &clock, &mut |share| watch(share * OF_METHOD))?;
    let mut rest = |share: f64| {
        watch((1.0 - OF_METHOD).mul_add(share, OF_METHOD));
        ControlFlow::Continue(())
    };
    let report = Report::compare(&table, &outcome.masked, &mut rest)?;
    let centroids = outcome.grouping.as_ref().map(|grouping| centroid_and_count_table(&table, grouping)).transpose()?;
    let view = OutcomeView {
        choice: verb.method,
        rows: few(table.rows()),
        seconds,
        groups: outcome.grouping.as_ref().map(GroupReport::from),
        report,
        histograms: histograms(&table, &outcome.masked),
        sample: Sample::take(&table, &outcome.masked, outcome.grouping.as_ref()),
        masked: Attachment(0),
        centroids: centroids.is_some().then_some(Attachment(1)),
    };
    // In the order of their values: whoever knows the order of the file learns nothing by it.
    let csv = |table: &Table| table.sorted().to_csv(sheet.form());
    Ok(Aggregated { view, masked: csv(&outcome.masked), centroids: centroids.as_ref().map(csv) })
}

fn run(
    table: &Table,
    choice: MethodChoice,
    clock: &impl Fn() -> f64,
    watch: &mut dyn FnMut(f64),
) -> Result<(Outcome, f64), TableProblem> {
    let start = clock();
    let allowed = if let RefineName::Search { seconds } = choice.refine { f64::from(seconds) } else { 0.0 };
    let mut spent = || (clock() - start) / allowed.max(1e-3);
    let refinement = match choice.refine {
        RefineName::None => Refinement::None,
        RefineName::Descent => Refinement::Descent,
        RefineName::Search { .. } => Refinement::LocalSearch(make_seed()?, Budget::Spent(&mut spent)),
    };
    let method = method(choice, refinement)?;
    let mut monitor = |share: f64| {
        watch(share);
        ControlFlow::Continue(())
    };
    Ok(method.run_timed(table, clock, &mut monitor)?)
}

/// The method by its choice. The page's form has checked every number, so one that cannot be is a defect.
fn method(choice: MethodChoice, refinement: Refinement<'_>) -> Result<Method<'_>, TableProblem> {
    let missing = || TableProblem::Defect(format!("a number is missing: {choice:?}"));
    let size = || choice.k.and_then(|k| GroupSize::try_from(k).ok()).ok_or_else(missing);
    let level = || choice.level.and_then(|level| NoiseLevel::try_from(level).ok()).ok_or_else(missing);
    let noise = |noise| Ok(Method::AddNoise(noise, level()?, make_seed()?));
    let grouper = match choice.method {
        MethodName::MdavGeneric => Grouper::MdavGeneric,
        MethodName::MdavToNearest => Grouper::MdavToNearest,
        MethodName::VMdav => match choice.gamma {
            Some(gamma) => Grouper::VMdav(Gamma::try_from(gamma).map_err(|_| missing())?),
            None => Grouper::VMdavAuto,
        },
        MethodName::Univariate => Grouper::UnivariateOptimal,
        MethodName::IndividualRanking => return Ok(Method::IndividualRanking(size()?)),
        MethodName::RankSwapping => {
            let range = choice.range.and_then(|range| SwapRange::try_from(range).ok()).ok_or_else(missing)?;
            return Ok(Method::RankSwapping(range, make_seed()?));
        }
        MethodName::NoiseUncorrelated => return noise(Noise::Uncorrelated),
        MethodName::NoiseCorrelated => return noise(Noise::Correlated),
        MethodName::NoiseRestoring => return noise(Noise::Restoring),
        MethodName::NoiseMultiplicative => return noise(Noise::Multiplicative),
    };
    Ok(Method::Groups(grouper, size()?, refinement))
}

fn make_seed() -> Result<Seed, TableProblem> {
    Seed::make().map_err(|error| TableProblem::Defect(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::research::{
        choice::{ColumnChoice, ColumnKind, ColumnRole},
        compare::Figures,
        outcome::Standing,
    };

    /// 60 people: two numbers, a name, and an illness that whole groups share.
    fn csv() -> Vec<u8> {
        let row = |row: u32| {
            format!("P{row},{},{},{}\n", 20 + row / 3, 150 + row * 37 % 50, if row < 30 { "flu" } else { "none" })
        };
        format!("name,age,height,illness\n{}", (0..60).map(row).collect::<String>()).into_bytes()
    }

    fn verb(method: MethodChoice) -> AggregateTable {
        let column = |name: &str, role, kind| ColumnChoice { name: name.to_owned(), role, kind, order: Vec::new() };
        AggregateTable {
            columns: vec![
                column("name", ColumnRole::Drop, ColumnKind::Nominal),
                column("age", ColumnRole::Aggregate, ColumnKind::Numbers),
                column("height", ColumnRole::Aggregate, ColumnKind::Numbers),
                column("illness", ColumnRole::Confidential, ColumnKind::Nominal),
            ],
            method,
        }
    }

    fn aggregate(method: MethodChoice) -> Aggregated {
        aggregate_table(&csv(), &verb(method), || 0.0, &mut |_| ()).unwrap()
    }

    #[test]
    fn groups_reach_their_k_and_nobodys_name_leaves() {
        let done = aggregate(MethodChoice::plain(MethodName::MdavGeneric, 3));
        assert_eq!(done.view.standing(), Standing::Grouped { reached: 3 });
        let masked = String::from_utf8(done.masked).unwrap();
        assert!(masked.starts_with("age,height,illness\n") && masked.lines().count() == 61 && !masked.contains('P'));
        let centroids = String::from_utf8(done.centroids.unwrap()).unwrap();
        assert!(centroids.starts_with("age,height,count\n") && centroids.lines().count() == 21, "{centroids}");
        assert_eq!(done.view.groups.as_ref().unwrap().groups, 20);
        assert_eq!(done.view.sample.as_ref().unwrap().rows(), 60);
        assert_eq!(done.view.histograms.len(), 2);
    }

    #[test]
    fn a_group_that_agrees_on_an_illness_is_named() {
        let done = aggregate(MethodChoice::plain(MethodName::MdavGeneric, 3));
        let agreeing = done.view.agreeing();
        assert_eq!(agreeing[0].column, "illness");
        assert!(agreeing[0].rows > 50.0, "{agreeing:?}");
        assert_eq!(Figures::of(&done.view).diversity, Some(1));
    }

    #[test]
    fn what_promises_no_k_says_so_whatever_was_reached() {
        for method in [MethodName::IndividualRanking, MethodName::RankSwapping, MethodName::NoiseRestoring] {
            let done = aggregate(MethodChoice::plain(method, 3));
            assert!(matches!(done.view.standing(), Standing::NoPromise { .. }), "{method:?}");
            assert!(done.centroids.is_none() && done.view.centroids.is_none() && done.view.ceiling().is_none());
        }
    }

    #[test]
    fn a_view_crosses_to_the_page_whole() {
        for method in MethodName::ALL.into_iter().filter(|method| *method != MethodName::Univariate) {
            let view = aggregate(MethodChoice::plain(method, 4)).view;
            let json = serde_json::to_string(&view).unwrap();
            assert_eq!(serde_json::from_str::<OutcomeView>(&json).unwrap(), view, "{method:?}");
        }
    }

    #[test]
    fn a_search_ends_with_its_time_and_progress_reaches_the_end() {
        let clock = core::cell::Cell::new(0.0);
        let tick = || {
            clock.set(clock.get() + 0.25);
            clock.get()
        };
        let choice = MethodChoice {
            refine: RefineName::Search { seconds: 2 },
            ..MethodChoice::plain(MethodName::MdavToNearest, 3)
        };
        let mut shares = Vec::new();
        let done = aggregate_table(&csv(), &verb(choice), tick, &mut |share| shares.push(share)).unwrap();
        let plain = aggregate(MethodChoice::plain(MethodName::MdavToNearest, 3));
        assert!(Figures::of(&done.view).loss <= Figures::of(&plain.view).loss);
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)) && shares.len() > 3);
    }

    /// The median of low, medium and high is *medium* in their order, and *low* in the alphabet's.
    #[test]
    fn categories_go_by_the_order_that_somebody_gave_them() {
        let order = ["low", "medium", "high"].map(str::to_owned).to_vec();
        let (role, kind) = (ColumnRole::Aggregate, ColumnKind::Ordinal);
        let grade = ColumnChoice { name: "grade".to_owned(), role, kind, order };
        let verb = AggregateTable { columns: vec![grade], method: MethodChoice::plain(MethodName::MdavGeneric, 3) };
        let done = aggregate_table(b"grade,b\nlow,1\nmedium,2\nhigh,3\n", &verb, || 0.0, &mut |_| ()).unwrap();
        assert_eq!(String::from_utf8(done.masked).unwrap(), "grade\nmedium\nmedium\nmedium\n");
    }

    #[test]
    fn what_cannot_be_is_said_and_not_replaced() {
        let problem =
            |csv: &str, verb: &AggregateTable| aggregate_table(csv.as_bytes(), verb, || 0.0, &mut |_| ()).unwrap_err();
        let plain = verb(MethodChoice::plain(MethodName::MdavGeneric, 5));
        let rows = "name,age,height,illness\nA,1,2,x\nB,3,4,y\n";
        assert_eq!(problem(rows, &plain), TableProblem::TooFewRows { rows: 2, k: 5 });
        let gap = rows.replace("3,4", "3,");
        assert_eq!(problem(&gap, &plain), TableProblem::Missing { row: 2, column: "height".to_owned() });
        let one = verb(MethodChoice::plain(MethodName::Univariate, 2));
        assert_eq!(problem(rows, &one), TableProblem::NotOneColumn { found: 2 });
        let mut unordered = verb(MethodChoice::plain(MethodName::MdavGeneric, 2));
        unordered.columns.iter_mut().for_each(|column| column.kind = ColumnKind::Ordinal);
        assert_eq!(problem(rows, &unordered), TableProblem::NoOrder { column: "illness".to_owned() });
        let words = rows.replace("3,4", "3,tall\u{202e}");
        let expected =
            TableProblem::NotANumber { row: 2, column: "height".to_owned(), found: "tall⟨U+202E⟩".to_owned() };
        assert_eq!(problem(&words, &plain), expected);
    }
}
