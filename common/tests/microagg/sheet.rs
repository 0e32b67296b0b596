//! CSV files as people have them.

use sesemr_common::microagg::{CsvForm, Kind, Report, Role, Sheet, SheetError, Unwatched, Values};

use crate::support::{column, run};

fn read(text: &str) -> Sheet {
    Sheet::read(text.as_bytes()).unwrap()
}

fn choice(name: &str, kind: Kind) -> Vec<(String, Role, Kind)> {
    vec![(name.to_owned(), Role::QuasiIdentifier, kind)]
}

#[test]
fn delimiter_and_decimal_mark_are_found_out() {
    for (text, delimiter, decimal) in [
        ("age,weight\n40,71.5\n41,80\n", ',', '.'),
        ("age;weight\n40;71,5\n41;80\n", ';', ','),
        ("age\tweight\n40\t71,5\n41\t80,25\n", '\t', ','),
        ("age|weight\n40|71.5\n41|80\n", '|', '.'),
        ("\u{feff}age;weight\r\n40;71.5\r\n41;80\r\n", ';', '.'),
        ("age\n40\n41\n", ',', '.'),
        ("age\n40,5\n41\n", ';', ','),
    ] {
        let sheet = read(text);
        assert_eq!((sheet.form().delimiter(), sheet.form().decimal()), (delimiter, decimal), "{text:?}");
        assert_eq!(sheet.names()[0], "age");
        assert_eq!(sheet.looks_like(0), Kind::Numbers);
    }
    let sheet = read("age;weight\n40;71,5\n41;80\n");
    assert_eq!(column(&sheet.table(&choice("weight", Kind::Numbers)).unwrap(), "weight"), [71.5, 80.0]);
}

#[test]
fn quoted_cells_may_hold_what_parts_cells() {
    let sheet = read("name,age\n\"Bello, Grace\",40\n\"says \"\"hello\"\"\",41\n");
    assert_eq!(sheet.rows()[0][0], "Bello, Grace");
    assert_eq!(sheet.looks_like(0), Kind::Nominal);
    let choices =
        [("name".to_owned(), Role::KeptAsIs, Kind::Nominal), ("age".to_owned(), Role::KeptAsIs, Kind::Numbers)];
    let csv = sheet.table(&choices).unwrap().to_csv(CsvForm::default());
    assert_eq!(String::from_utf8(csv).unwrap(), "name,age\n\"Bello, Grace\",40\n\"says \"\"hello\"\"\",41\n");
}

#[test]
fn what_is_wrong_is_named_by_row_and_column() {
    let message = |text: &str| {
        Sheet::read(text.as_bytes())
            .and_then(|sheet| sheet.table(&choice("age", Kind::Numbers)))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(message("age,b\n1,2\nx,3\n"), "row 2, column age: \"x\" is not a number");
    assert_eq!(message("age,b\n1,2\n3,4\nNA,5\n"), "row 3, column age: the value is missing");
    assert_eq!(message("age,b\n1,2\n3\n"), "row 2 has 1 cells where 2 are expected");
    assert_eq!(message("age,b\n1e300,2\n"), "row 1, column age: 1e300 is too large a number");
    assert_eq!(message("age,b\ninf,2\n"), "row 1, column age: \"inf\" is not a number");
    assert_eq!(message("years,b\n1,2\n"), "there is no column called age");
    assert_eq!(message("age,age\n1,2\n"), "two columns are called age");
    assert_eq!(Sheet::read(b"age,b\n").unwrap_err(), SheetError::Empty);
    assert_eq!(Sheet::read(b"").unwrap_err(), SheetError::Empty);
    assert_eq!(Sheet::read(b"age\n\xff\xfe\n").unwrap_err(), SheetError::NotText { row: 1 });
}

#[test]
fn an_empty_line_between_the_rows_of_one_column_is_a_missing_value() {
    let choice = choice("age", Kind::Numbers);
    let message = |text: &str| read(text).table(&choice).unwrap_err().to_string();
    for text in [
        "age\n40\n\n41\n",
        "age\r\n40\r\n\r\n41\r\n",
        "age\r40\r\r41\r",
        "age\n40\n  \n41\n",
        "age\n40\n\"\"\n41\n",
        "age\n40\n\n\n41",
        "\u{feff}\nage\n40\n\n41\n\n",
    ] {
        assert_eq!(message(text), "row 2, column age: the value is missing", "{text:?}");
    }
    assert_eq!(read("age\r\n\r\n40\r\n\r\n\r\n41\r\n").missing(0), [1, 3, 4]);
    // What is wrong further down keeps its row.
    assert_eq!(message("age\nx\n\n41\n"), "row 1, column age: \"x\" is not a number");
    assert_eq!(
        Sheet::read(b"age\n40\n\n41|5;6\t7,8\n").unwrap_err().to_string(),
        "row 3 has 2 cells where 1 are expected"
    );
    assert_eq!(Sheet::read(b"age\n40\n\n\xff\xfe\n").unwrap_err(), SheetError::NotText { row: 3 });
}

#[test]
fn empty_lines_elsewhere_say_nothing() {
    for text in ["age\n40\n41\n", "age\r\n40\r\n41\r\n", "age\r40\r41", "\n\nage\n40\n41\n\n\n"] {
        assert_eq!(read(text).rows(), [["40"], ["41"]], "{text:?}");
    }
    assert_eq!(read("note\n\"two\n\nlines\"\nb\n").rows(), [["two\n\nlines"], ["b"]]);
    assert_eq!(read("age,b\n40,1\n\n41,2\n").rows(), [["40", "1"], ["41", "2"]]);
    assert_eq!(Sheet::read(b"age\n\n\n").unwrap_err(), SheetError::Empty);
}

#[test]
fn orders_of_numbers_are_by_size_and_gaps_are_found() {
    let sheet = read("grade,b\n10,1\n9,2\n,3\n");
    assert_eq!(sheet.missing(0), [3]);
    let sheet = read("grade,b\n10,1\n9,2\n10,3\n");
    let table = sheet.table(&choice("grade", Kind::Ordinal(None))).unwrap();
    assert_eq!(table.columns()[0].values.text(1), "9");
    let Values::Ordinal(categories) = &table.columns()[0].values else { unreachable!() };
    assert_eq!(categories.labels(), ["9", "10"]);
}

fn ordered(labels: &[&str]) -> Kind {
    Kind::Ordinal(Some(labels.iter().map(|label| (*label).to_owned()).collect()))
}

/// Four people, k = 2. The lower median of all is *low*; farthest from it is *high*, (2/3)² away, and nearest to that
/// *medium*, (1/3)² away: {medium, high} and {low, low}, whose lower medians are *medium* and *low*. The alphabet would put
/// *high* beside *low* and leave *medium* with the other *low*.
#[test]
fn an_order_is_the_one_that_was_said_and_not_the_alphabets() {
    let sheet = read("grade,b\nlow,1\nlow,2\nmedium,3\nhigh,4\n");
    let table = sheet.table(&choice("grade", ordered(&["low", "medium", "high"]))).unwrap();
    let outcome = run(&table, 2);
    let grades: Vec<String> = (0..4).map(|row| outcome.masked.columns()[0].values.text(row)).collect();
    assert_eq!(grades, ["low", "low", "medium", "medium"]);
    // One row moved, by (1/3)²; round the median of all stand (1/3)² and (2/3)².
    let loss = Report::compare(&table, &outcome.masked, &mut Unwatched).unwrap().utility.information_loss;
    assert!((loss - 20.0).abs() < 1e-9, "{loss}");
    let by_alphabet = sheet.table(&choice("grade", ordered(&["high", "low", "medium"]))).unwrap();
    assert_ne!(run(&by_alphabet, 2).masked.columns()[0].values, outcome.masked.columns()[0].values);
}

#[test]
fn an_order_that_nobody_said_is_not_guessed() {
    let message =
        |kind: Kind| read("grade,b\nlow,1\nmedium,2\nhigh,3\n").table(&choice("grade", kind)).unwrap_err().to_string();
    assert_eq!(
        message(Kind::Ordinal(None)),
        "column grade: nobody has said in which order its categories stand (high, low, medium)"
    );
    assert_eq!(
        message(ordered(&["low", "high"])),
        "row 2, column grade: \"medium\" is missing in the order of the column's categories"
    );
    assert_eq!(
        message(ordered(&["low", "medium", "low", "high"])),
        "column grade: \"low\" stands twice in the order of its categories"
    );
    let many: Vec<String> = (0..12).map(|number| format!("c{number:02},1\n")).collect();
    let error = read(&format!("grade,b\n{}", many.concat())).table(&choice("grade", Kind::Ordinal(None))).unwrap_err();
    assert!(error.to_string().ends_with("c08, c09 and 2 more)"), "{error}");
    // A category that nobody has today keeps its place.
    assert!(read("grade,b\nlow,1\n").table(&choice("grade", ordered(&["low", "medium"]))).is_ok());
}

#[test]
fn categories_are_each_named_once() {
    let sheet = read("grade,size\nlow,10\n,9\nhigh,10\nlow,NA\n");
    assert_eq!(sheet.categories(0), ["high", "low"]);
    assert_eq!(sheet.categories(1), ["9", "10"]);
}

#[test]
fn a_column_with_gaps_is_seen_to_be_of_numbers() {
    let sheet = read("age,name,none\n1,a,\n,b,NA\n3,a,\n");
    let kinds = [0, 1, 2].map(|column| sheet.looks_like_but_for_gaps(column));
    assert_eq!(kinds, [Kind::Numbers, Kind::Nominal, Kind::Nominal]);
    assert_eq!(sheet.looks_like(0), Kind::Nominal);
    assert_eq!([0, 1].map(|column| sheet.different(column)), [2, 2], "a gap is no text");
}

#[test]
fn a_sorted_table_keeps_its_rows_whole_and_not_their_order() {
    let sheet = read("age,name\n30,b\n4,c\n30,a\n");
    let choices = [("age", Kind::Numbers), ("name", Kind::Nominal)];
    let table = sheet.table(&choices.map(|(name, kind)| (name.to_owned(), Role::KeptAsIs, kind))).unwrap();
    assert_eq!(String::from_utf8(table.sorted().to_csv(CsvForm::default())).unwrap(), "age,name\n4,c\n30,a\n30,b\n");
}

#[test]
fn a_table_is_written_as_its_sheet_was_spelled() {
    for text in [
        "age,weight,note\n40,71.5,\"a, b\"\n41,80,c\n",
        "age;weight;note\n40;71,5;a, b\n41;80;\"c;d\"\n",
        "age\tweight\tnote\n40\t71,5\ta\n41\t80,25\tb\n",
        "age|weight|note\n40|-71.5|a\n41|80|b\n",
        "age;weight;note\n40;71.5;1,5 mg\n41;80;b\n",
    ] {
        let sheet = read(text);
        let choices = [("age", Kind::Numbers), ("weight", Kind::Numbers), ("note", Kind::Nominal)];
        let table = sheet.table(&choices.map(|(name, kind)| (name.to_owned(), Role::KeptAsIs, kind))).unwrap();
        let written = table.to_csv(sheet.form());
        assert_eq!(String::from_utf8(written.clone()).unwrap(), text);
        assert_eq!(Sheet::read(&written).unwrap(), sheet, "and is read as the same");
    }
}

#[test]
fn one_column_of_decimal_commas_is_read_back() {
    let sheet = read("age;name\n40,5;a\n41;b\n");
    let written = sheet.table(&choice("age", Kind::Numbers)).unwrap().to_csv(sheet.form());
    assert_eq!(String::from_utf8(written.clone()).unwrap(), "age\n40,5\n41\n");
    assert_eq!(
        column(&Sheet::read(&written).unwrap().table(&choice("age", Kind::Numbers)).unwrap(), "age"),
        [40.5, 41.0]
    );
}
