//! Micro-aggregation from the command line: a CSV in, an aggregated table out, and a report of what was lost and what is
//! still at risk.
//!
//! ```text
//! cargo run --release -p sesemr-common --features client --example microaggregate -- \
//!     cohort.csv --method mdav-generic --k 3 --columns age,weight,height --output masked.csv --report json
//! ```
//!
//! Ends with status 0; 2 for a bad file or bad arguments, with row, column and reason, and nothing written; 1 where the
//! result cannot be written. Columns that stay readable are named in a warning.

#[path = "microaggregate/contradictions.rs"]
mod contradictions;
#[path = "microaggregate/written.rs"]
mod written;

use std::{
    ffi::OsString,
    io::Write,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::{
    ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
    parser::ValueSource,
};
use core::{ops::ControlFlow, str::FromStr};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use sesemr_common::microagg::{
    Budget, CellProblem, CsvForm, Gamma, GroupReport, GroupSize, Grouper, Kind, Method, MethodName, Noise, NoiseLevel,
    Outcome, Refinement, Report, Role, Seed, Sheet, SheetError, SwapRange, Table, centroid_and_count_table,
    centroid_table,
};

fn main() -> ExitCode {
    run(std::env::args_os(), &mut std::io::stdout(), &mut std::io::stderr())
}

/// Micro-aggregate a table of many people
#[derive(Parser)]
#[command(
    name = "microaggregate",
    after_help = "Status: 0 done, 1 cannot write, 2 bad file or bad arguments (nothing written)."
)]
struct Arguments {
    /// CSV whose first line names the columns; delimiter and decimal mark are found out
    input: PathBuf,
    /// How rows come into groups, or values are changed
    #[arg(long, value_parser = one_of_the_methods())]
    method: MethodName,
    /// For methods that take it: the least number of rows in a group
    #[arg(long, default_value = "3", value_parser = parsed::<u32, GroupSize>)]
    k: GroupSize,
    /// For v-mdav: how eagerly groups are extended, 0 to 100, or auto
    #[arg(long, default_value = "auto", allow_negative_numbers = true)]
    gamma: GammaChoice,
    /// For methods that make groups: none, descent, or search:SECONDS
    #[arg(long, default_value = "none")]
    refine: Refine,
    /// The columns to aggregate; without it all that have no other role
    #[arg(long, value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// Columns that name people: dropped
    #[arg(long, value_delimiter = ',')]
    identifiers: Vec<String>,
    /// Columns nobody should learn about a person: kept, and checked
    #[arg(long, value_delimiter = ',')]
    confidential: Vec<String>,
    /// Columns of names without an order
    #[arg(long, value_delimiter = ',')]
    nominal: Vec<String>,
    /// Columns of categories with an order, lowest first: 'grade=low<medium<high'; without an order numbers go by size
    #[arg(long, value_delimiter = ',')]
    ordinal: Vec<Order>,
    /// For rank-swapping: the percentage of ranks a value may move
    #[arg(long, default_value = "5", value_parser = parsed::<f64, SwapRange>)]
    range: SwapRange,
    /// For noise: its variance as a multiple of the column's
    #[arg(long, default_value = "0.1", value_parser = parsed::<f64, NoiseLevel>)]
    level: NoiseLevel,
    /// Draw the same numbers again; without it they are drawn anew and nobody can repeat them
    #[arg(long)]
    seed: Option<u64>,
    /// Where the table goes
    #[arg(long)]
    output: Option<PathBuf>,
    /// Which table is written
    #[arg(long, value_enum, default_value = "masked")]
    form: Form,
    /// Print a report
    #[arg(long, value_enum)]
    report: Option<ReportForm>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Every row with the centre of its group
    Masked,
    /// One row for each group
    Centroids,
    /// One row for each group, with the number of its rows
    CentroidsAndCounts,
}

#[derive(Clone, Copy, ValueEnum)]
enum ReportForm {
    Json,
}

#[derive(Clone, Copy)]
enum GammaChoice {
    Auto,
    Fixed(Gamma),
}

#[derive(Clone, Copy, PartialEq)]
enum Refine {
    None,
    Descent,
    Search(Duration),
}

/// A column of categories, and their order where it was said.
#[derive(Clone)]
struct Order {
    column: String,
    lowest_first: Option<Vec<String>>,
}

/// What came of it.
struct Done {
    report: String,
    warning: String,
}

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{}: {reason}", path.display())]
    Input { path: PathBuf, reason: String },
    #[error("{0}")]
    Arguments(String),
    #[error("cannot write {}: {reason}", path.display())]
    Output { path: PathBuf, reason: String },
}

/// The whole program, with its streams.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    let parsed = Arguments::command().try_get_matches_from(arguments);
    let parsed = parsed.and_then(|matches| Arguments::from_arg_matches(&matches).map(|arguments| (arguments, matches)));
    let (arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) if error.exit_code() == 0 => return said(out, &error.to_string(), ExitCode::SUCCESS),
        Err(error) => return said(err, &error.to_string(), ExitCode::from(2)),
    };
    match refuse_contradictions(&arguments, &matches).and_then(|()| aggregate(&arguments)) {
        Ok(Done { report, warning }) => {
            let code = said(err, &warning, ExitCode::SUCCESS);
            said(out, &report, code)
        }
        Err(failure @ Failure::Output { .. }) => said(err, &format!("error: {failure}\n"), ExitCode::from(1)),
        Err(failure) => said(err, &format!("error: {failure}\n"), ExitCode::from(2)),
    }
}

fn said(stream: &mut dyn Write, text: &str, code: ExitCode) -> ExitCode {
    // Where even the stream is gone there is nobody left to tell.
    if stream.write_all(text.as_bytes()).and_then(|()| stream.flush()).is_ok() { code } else { ExitCode::from(1) }
}

fn refuse_contradictions(arguments: &Arguments, matches: &ArgMatches) -> Result<(), Failure> {
    let is_said = |option: &str| matches.value_source(option) == Some(ValueSource::CommandLine);
    contradictions::refuse(arguments, is_said).map_err(Failure::Arguments)
}

/// Reads, aggregates, writes, and gives what is to be printed.
fn aggregate(arguments: &Arguments) -> Result<Done, Failure> {
    let (table, form) = read(arguments)?;
    let bar = progress_bar();
    let mut watch = |share: f64| {
        bar.set_position(permille(share));
        ControlFlow::Continue(())
    };
    let seed = seed(arguments)?;
    let start = Instant::now();
    // Seconds allowed are few enough for any number to do where the budget is of another kind.
    let allowed = if let Refine::Search(allowed) = arguments.refine { allowed } else { Duration::ZERO };
    let clock = || start.elapsed().as_secs_f64();
    let mut spent = || clock() / allowed.as_secs_f64().max(1e-3);
    let refinement = match arguments.refine {
        Refine::None => Refinement::None,
        Refine::Descent => Refinement::Descent,
        Refine::Search(_) => Refinement::LocalSearch(seed.clone(), Budget::Spent(&mut spent)),
    };
    let (outcome, seconds) = method(arguments, refinement, seed)
        .run_timed(&table, &clock, &mut watch)
        .map_err(|error| Failure::Input { path: arguments.input.clone(), reason: error.to_string() })?;
    let report = match arguments.report {
        Some(ReportForm::Json) => {
            let report = Report::compare(&table, &outcome.masked, &mut watch)
                .map_err(|error| Failure::Input { path: arguments.input.clone(), reason: error.to_string() })?;
            format!("{:#}\n", json_report(arguments, &table, &outcome, &report, seconds))
        }
        None => String::new(),
    };
    bar.finish_and_clear();
    write(arguments, &table, &outcome, form)?;
    Ok(Done { report, warning: warning(arguments, &table) })
}

/// What stays readable: easily forgotten beside a report that says that the rest is k-anonymous.
fn warning(arguments: &Arguments, table: &Table) -> String {
    let kept = names(table, Role::KeptAsIs);
    if kept.is_empty() || arguments.form != Form::Masked {
        return String::new();
    }
    format!(
        "warning: these columns stay as they are, and unchecked: {}. Together with other knowledge they can single somebody \
         out. --columns aggregates a column, --identifiers drops it, --confidential checks it.\n",
        kept.join(", ")
    )
}

fn names(table: &Table, role: Role) -> Vec<&str> {
    table.of_role(role).map(|column| column.name.as_str()).collect()
}

fn read(arguments: &Arguments) -> Result<(Table, CsvForm), Failure> {
    let in_file = |reason: String| Failure::Input { path: arguments.input.clone(), reason };
    let bytes = std::fs::read(&arguments.input).map_err(|error| in_file(error.to_string()))?;
    let sheet = Sheet::read(&bytes).map_err(|error| in_file(error.to_string()))?;
    let listed = [&arguments.identifiers, &arguments.confidential, &arguments.nominal];
    let ordered = arguments.ordinal.iter().map(|order| &order.column);
    for name in listed.into_iter().flatten().chain(arguments.columns.iter().flatten()).chain(ordered) {
        if !sheet.names().contains(name) {
            return Err(in_file(SheetError::NoSuchColumn(name.clone()).to_string()));
        }
    }
    contradictions::refuse_idle(arguments).map_err(Failure::Arguments)?;
    let choices: Vec<(String, Role, Kind)> = sheet
        .names()
        .iter()
        .enumerate()
        .map(|(number, name)| {
            let role = role(arguments, name);
            (name.clone(), role, kind(arguments, &sheet, number, name, role))
        })
        .collect();
    let table = sheet.table(&choices).map_err(|error| in_file(format!("{error}{}", advice(&error))))?;
    Ok((table, sheet.form()))
}

/// What to do about an order, in this program's words.
fn advice(error: &SheetError) -> String {
    match error {
        SheetError::NoOrder { column, .. } => {
            format!(": say it, lowest first, as in --ordinal '{column}=LOWEST<MIDDLE<HIGHEST'")
        }
        SheetError::TwiceInOrder { .. } => ": name each category once".to_owned(),
        SheetError::Cell { column, problem: CellProblem::NotInOrder(_), .. } => {
            format!(": give it its place in --ordinal '{column}=…', or correct the cell")
        }
        _ => String::new(),
    }
}

fn role(arguments: &Arguments, name: &String) -> Role {
    if arguments.identifiers.contains(name) {
        Role::Identifier
    } else if arguments.confidential.contains(name) {
        Role::Confidential
    } else if arguments.columns.as_ref().is_none_or(|columns| columns.contains(name)) {
        Role::QuasiIdentifier
    } else {
        Role::KeptAsIs
    }
}

/// What is aggregated is numbers unless it is said to be something else: a cell that is none is then an error.
fn kind(arguments: &Arguments, sheet: &Sheet, number: usize, name: &String, role: Role) -> Kind {
    if let Some(order) = arguments.ordinal.iter().find(|order| order.column == *name) {
        Kind::Ordinal(order.lowest_first.clone())
    } else if arguments.nominal.contains(name) {
        Kind::Nominal
    } else {
        match role {
            Role::QuasiIdentifier => Kind::Numbers,
            Role::Confidential => sheet.looks_like(number),
            // As it is written, without white space at its ends.
            Role::Identifier | Role::KeptAsIs => Kind::Nominal,
        }
    }
}

fn method<'a>(arguments: &Arguments, refinement: Refinement<'a>, seed: Seed) -> Method<'a> {
    let noise = |noise, seed| Method::AddNoise(noise, arguments.level, seed);
    let grouper = match arguments.method {
        MethodName::MdavGeneric => Grouper::MdavGeneric,
        MethodName::MdavToNearest => Grouper::MdavToNearest,
        MethodName::VMdav => match arguments.gamma {
            GammaChoice::Auto => Grouper::VMdavAuto,
            GammaChoice::Fixed(gamma) => Grouper::VMdav(gamma),
        },
        MethodName::Univariate => Grouper::UnivariateOptimal,
        MethodName::IndividualRanking => return Method::IndividualRanking(arguments.k),
        MethodName::RankSwapping => return Method::RankSwapping(arguments.range, seed),
        MethodName::NoiseUncorrelated => return noise(Noise::Uncorrelated, seed),
        MethodName::NoiseCorrelated => return noise(Noise::Correlated, seed),
        MethodName::NoiseRestoring => return noise(Noise::Restoring, seed),
        MethodName::NoiseMultiplicative => return noise(Noise::Multiplicative, seed),
    };
    Method::Groups(grouper, arguments.k, refinement)
}

fn seed(arguments: &Arguments) -> Result<Seed, Failure> {
    match arguments.seed {
        Some(number) => {
            let mut bytes = [0; 32];
            bytes.iter_mut().zip(number.to_le_bytes()).for_each(|(place, byte)| *place = byte);
            Ok(Seed::from_bytes(bytes))
        }
        None => Seed::make().map_err(|error| Failure::Arguments(format!("no random numbers to be had: {error}"))),
    }
}

fn json_report(arguments: &Arguments, table: &Table, outcome: &Outcome, report: &Report, seconds: f64) -> Value {
    let groups = outcome.grouping.as_ref().map_or_else(|| report.reached.clone(), GroupReport::from);
    let takes_k = arguments.method.takes_k();
    json!({
        "method": arguments.method,
        "k": takes_k.then(|| arguments.k.number()),
        "rows": table.rows(),
        "columns": names(table, Role::QuasiIdentifier),
        "confidential": names(table, Role::Confidential),
        "kept_as_is": names(table, Role::KeptAsIs),
        "dropped": names(table, Role::Identifier),
        "information_loss": report.utility.information_loss,
        "groups": groups.groups,
        "group_size_min": groups.group_size_min,
        "group_size_max": groups.group_size_max,
        "seconds": seconds,
        "k_anonymous": takes_k && report.reached.group_size_min >= arguments.k.least(),
        "utility": report.utility,
        "reached": report.reached,
        "linkage": report.linkage,
        "disclosure": report.disclosure,
        "diversity": report.diversity,
        "closeness": report.closeness,
    })
}

/// In the form of the file that was read.
fn write(arguments: &Arguments, table: &Table, outcome: &Outcome, form: CsvForm) -> Result<(), Failure> {
    let Some(path) = &arguments.output else { return Ok(()) };
    let failed = |reason: String| Failure::Output { path: path.clone(), reason };
    let of_groups = match (&outcome.grouping, arguments.form) {
        (Some(grouping), Form::Centroids) => Some(centroid_table(table, grouping)),
        (Some(grouping), Form::CentroidsAndCounts) => Some(centroid_and_count_table(table, grouping)),
        _ => None,
    };
    let csv = match of_groups {
        Some(table) => table.map_err(|error| failed(error.to_string()))?.to_csv(form),
        None => outcome.masked.to_csv(form),
    };
    written::write_whole(path, &csv).map_err(|error| failed(error.to_string()))
}

/// Drawn on a terminal only.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(1000);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent} %  {elapsed} gone, {eta} to go") {
        bar.set_style(style);
    }
    bar
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
fn permille(share: f64) -> u64 {
    (share * 1000.0).clamp(0.0, 1000.0) as u64
}

/// The methods, as the core lists them.
fn one_of_the_methods() -> impl TypedValueParser<Value = MethodName> {
    PossibleValuesParser::new(MethodName::ALL.map(MethodName::key)).try_map(|name| name.parse::<MethodName>())
}

/// A number, and then the type that admits only some.
fn parsed<N, T>(text: &str) -> Result<T, String>
where
    N: FromStr<Err: core::fmt::Display>,
    T: TryFrom<N, Error: core::fmt::Display>,
{
    let number: N = text.parse().map_err(|error: N::Err| error.to_string())?;
    T::try_from(number).map_err(|error| error.to_string())
}

impl FromStr for Order {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((column, order)) = text.split_once('=') else {
            return Ok(Self { column: text.trim().to_owned(), lowest_first: None });
        };
        let categories: Vec<String> = order.split('<').map(|category| category.trim().to_owned()).collect();
        if categories.iter().any(String::is_empty) {
            return Err("a category between = and < has no name: write it as in grade=low<medium<high".to_owned());
        }
        Ok(Self { column: column.trim().to_owned(), lowest_first: Some(categories) })
    }
}

impl FromStr for GammaChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" { Ok(Self::Auto) } else { parsed::<f64, Gamma>(text).map(Self::Fixed) }
    }
}

impl FromStr for Refine {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "descent" => Ok(Self::Descent),
            _ => text
                .strip_prefix("search:")
                .and_then(|seconds| seconds.parse().ok())
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                .map(Self::Search)
                .ok_or_else(|| "none, descent or search:SECONDS".to_owned()),
        }
    }
}
