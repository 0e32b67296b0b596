//! A sentence and a next step for everything that can be wrong with a table.

use crate::{
    message::research::TableProblem,
    text::{Texts, t},
};

/// What is wrong and what to do.
pub(super) fn problem_words(texts: Texts, problem: TableProblem) -> String {
    match problem {
        TableProblem::NoRows => t!(texts, table_problem.no_rows).to_owned(),
        TableProblem::TooLarge => t!(texts, table_problem.too_large).to_owned(),
        TableProblem::Unreadable => t!(texts, table_problem.unreadable).to_owned(),
        TableProblem::NotText { row } => t!(texts, table_problem.not_text, row = row),
        TableProblem::Ragged { row, found, expected } => {
            t!(texts, table_problem.ragged, row = row, found = found, expected = expected)
        }
        TableProblem::SameName { column } => t!(texts, table_problem.same_name, column = column),
        TableProblem::Missing { row, column } => t!(texts, table_problem.missing, row = row, column = column),
        TableProblem::NotANumber { row, column, found } => {
            t!(texts, table_problem.not_a_number, row = row, column = column, found = found)
        }
        TableProblem::HugeNumber { row, column } => t!(texts, table_problem.huge_number, row = row, column = column),
        TableProblem::NothingToAggregate => t!(texts, table_problem.nothing_to_aggregate).to_owned(),
        TableProblem::TooFewRows { rows, k } => t!(texts, table_problem.too_few_rows, rows = rows, k = k),
        TableProblem::NotOneColumn { found } => t!(texts, table_problem.not_one_column, found = found),
        TableProblem::NoOrder { column } => t!(texts, table_problem.no_order, column = column),
        TableProblem::NotNumbers { column } => t!(texts, table_problem.not_numbers, column = column),
        TableProblem::Cancelled => t!(texts, error.cancelled).to_owned(),
        TableProblem::Stopped => t!(texts, table_problem.stopped).to_owned(),
        TableProblem::Defect(detail) => t!(texts, error.defect, detail = detail),
    }
}
