//! Looks into a table: its columns, its first rows, its gaps.

use sesemr_common::{microagg::Sheet, record::make_visible};

use crate::{
    message::research::TableProblem,
    model::research::{
        choice::ColumnKind,
        table::{ColumnView, HEAD, MOST_IN_ORDER, NAMED_GAPS, TableView},
    },
    text::few,
};

/// What is in a CSV.
///
/// # Errors
/// [`TableProblem`], naming the first offending row.
pub(super) fn inspect_table(csv: &[u8]) -> Result<TableView, TableProblem> {
    let sheet = Sheet::read(csv)?;
    let column = |(number, name): (usize, &String)| {
        let missing = sheet.missing(number);
        let kind = ColumnKind::from(sheet.looks_like_but_for_gaps(number));
        let different = few(sheet.different(number));
        let is_for_a_person_to_order = kind != ColumnKind::Numbers && different <= MOST_IN_ORDER;
        ColumnView {
            name: name.clone(),
            kind,
            different,
            categories: if is_for_a_person_to_order { sheet.categories(number) } else { Vec::new() },
            missing: few(missing.len()),
            missing_rows: missing.into_iter().take(NAMED_GAPS).map(few).collect(),
        }
    };
    let visible = |row: &Vec<String>| row.iter().map(|cell| make_visible(cell)).collect();
    Ok(TableView {
        rows: few(sheet.rows().len()),
        delimiter: sheet.form().delimiter(),
        decimal: sheet.form().decimal(),
        head: sheet.rows().iter().take(HEAD).map(visible).collect(),
        columns: sheet.names().iter().enumerate().map(column).collect(),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    #[test]
    fn columns_gaps_and_first_rows_are_found() {
        let csv = "name;weight;sex\nA;71,5;f\nB;;m\nC;80;f\nD;81;f\nE;82;m\nF;NA;m\n";
        let view = inspect_table(csv.as_bytes()).unwrap();
        assert_eq!((view.rows, view.delimiter, view.decimal, view.head.len()), (6, ';', ',', HEAD));
        let [name, weight, sex] = <[ColumnView; 3]>::try_from(view.columns).unwrap();
        assert_eq!((name.kind, name.different), (ColumnKind::Nominal, 6));
        assert_eq!((weight.kind, weight.missing, weight.missing_rows), (ColumnKind::Numbers, 2, vec![2, 6]));
        assert_eq!((sex.different, sex.missing), (2, 0));
        assert_eq!(sex.categories, ["f", "m"]);
        assert!(weight.categories.is_empty(), "numbers have their order");
    }

    #[test]
    fn nobody_is_asked_to_put_hundreds_of_names_in_order() {
        let categories = |count: u32| {
            let rows: Vec<String> = (0..count).map(|row| format!("p{row},1\n")).collect();
            let view = inspect_table(format!("name,b\n{}", rows.concat()).as_bytes()).unwrap();
            view.columns.into_iter().next().unwrap().categories.len()
        };
        assert_eq!((categories(30), categories(31)), (30, 0));
    }

    #[test]
    fn gaps_are_no_categories_that_would_be_too_many_to_put_in_order() {
        let rows: Vec<String> = (0..30).map(|row| format!("p{row},1\n")).collect();
        let view = inspect_table(format!("name,b\n{},1\nNA,1\n", rows.concat()).as_bytes()).unwrap();
        let name = view.columns.into_iter().next().unwrap();
        assert_eq!((name.different, name.categories.len(), name.missing), (30, 30, 2));
    }

    #[test]
    fn hidden_characters_are_shown() {
        let view = inspect_table("a,b\n\u{202e}x,1\n".as_bytes()).unwrap();
        assert_eq!(view.head.concat().first().unwrap(), "⟨U+202E⟩x");
    }

    #[test]
    fn a_file_without_rows_is_none() {
        assert_eq!(inspect_table(b"a,b\n"), Err(TableProblem::NoRows));
        assert_eq!(inspect_table(b"a,b\n1\n"), Err(TableProblem::Ragged { row: 1, found: 1, expected: 2 }));
        assert_eq!(inspect_table(b"a,a\n1,2\n"), Err(TableProblem::SameName { column: "a".to_owned() }));
    }
}
