//! The command line, run as it is started but for its process.

use std::{fmt::Write as _, path::Path};

use serde_json::Value;

use crate::{microaggregate, support::census, tables::bell_shaped};

/// Whether the status is 0 and not 2, what was printed, what was complained about.
fn run(arguments: &[&str]) -> (bool, String, String) {
    let (status, out, err) = run_for_status(arguments);
    assert!(status == 0 || status == 2, "{status}");
    (status == 0, out, err)
}

/// Status, what was printed, what was complained about.
fn run_for_status(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = std::iter::once("microaggregate").chain(arguments.iter().copied()).map(Into::into);
    let code = microaggregate::run(all, &mut out, &mut err);
    // The type of the status compares with nothing; its debug form does.
    let is_code = |status: &u8| format!("{code:?}") == format!("{:?}", std::process::ExitCode::from(*status));
    let status = (0..=2).find(is_code).unwrap();
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn write(folder: &Path, text: &str) -> String {
    let path = folder.join("in.csv");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn sample(folder: &Path) -> String {
    let mut text = "person,age,weight,ward\n".to_owned();
    for (number, row) in bell_shaped(40, 2).iter().enumerate() {
        writeln!(text, "p{number},{},{},w{}", row[0], row[1], number % 2).unwrap();
    }
    write(folder, &text)
}

#[test]
fn a_file_is_masked_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (sample(folder.path()), folder.path().join("out.csv"));
    let (ok, out, err) = run(&[
        &input,
        "--method",
        "mdav-generic",
        "--k",
        "4",
        "--columns",
        "age,weight",
        "--identifiers",
        "person",
        "--confidential",
        "ward",
        "--refine",
        "descent",
        "--output",
        output.to_str().unwrap(),
        "--report",
        "json",
    ]);
    assert!(ok, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["rows"], 40);
    assert!(report["group_size_min"].as_u64().unwrap() >= 4);
    assert!(report["group_size_max"].as_u64().unwrap() <= 7);
    assert!(report["information_loss"].as_f64().unwrap() > 0.0);
    assert!(report["seconds"].as_f64().unwrap() >= 0.0);
    assert_eq!(report["k_anonymous"], true);
    assert!(err.is_empty(), "nothing stays unchecked: {err}");
    assert_eq!(report["confidential"], serde_json::json!(["ward"]));
    assert_eq!(report["dropped"], serde_json::json!(["person"]));
    assert_eq!(report["kept_as_is"], serde_json::json!([]));
    assert_eq!(report["diversity"][0]["name"], "ward");
    assert_eq!(report["closeness"][0]["name"], "ward");
    let written = std::fs::read_to_string(output).unwrap();
    assert_eq!(written.lines().next(), Some("age,weight,ward"));
    assert_eq!(written.lines().count(), 41);
    assert!(!written.contains("p1,"));
}

#[test]
fn every_method_and_form_runs() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(folder.path());
    let output = folder.path().join("out.csv");
    for (method, more) in [
        ("mdav-generic", vec!["--refine", "search:0.05"]),
        ("mdav", vec!["--form", "centroids"]),
        ("v-mdav", vec!["--gamma", "0.2", "--form", "centroids-and-counts"]),
        ("v-mdav", vec!["--gamma", "auto"]),
        ("individual-ranking", vec![]),
        ("rank-swapping", vec!["--range", "10", "--seed", "1"]),
        ("noise-uncorrelated", vec!["--level", "0.2", "--seed", "1"]),
        ("noise-correlated", vec![]),
        ("noise-restoring", vec![]),
        ("noise-multiplicative", vec![]),
    ] {
        let mut arguments = vec![input.as_str(), "--method", method, "--columns", "age,weight"];
        arguments.extend(["--output", output.to_str().unwrap(), "--report", "json"]);
        arguments.extend(more);
        let (ok, out, err) = run(&arguments);
        assert!(ok, "{method}: {err}");
        let report: Value = serde_json::from_str(&out).unwrap();
        let makes_groups = method.contains("mdav");
        assert_eq!(report["k"].is_u64(), makes_groups || method == "individual-ranking", "{method}");
        assert_eq!(report["k_anonymous"], makes_groups, "{method}");
        std::fs::remove_file(&output).unwrap();
    }
    let (ok, out, err) = run(&[&input, "--method", "univariate", "--columns", "age", "--report", "json"]);
    assert!(ok, "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["columns"], serde_json::json!(["age"]));
}

#[test]
fn a_bad_file_gets_row_column_and_reason_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.csv");
    for (text, reason) in [
        ("age,weight\n1,2\n3,many\n", "row 2, column weight: \"many\" is not a number"),
        ("age,weight\n1,2\n3,\n", "row 2, column weight: the value is missing"),
        ("age,weight\n1,2\n3\n", "row 2 has 1 cells where 2 are expected"),
        ("age,weight\n1,2\n3,4\n", "2 rows do not make one group of 3"),
        ("", "the file holds no rows below a line of column names"),
    ] {
        let input = write(folder.path(), text);
        let (ok, out, err) =
            run(&[&input, "--method", "mdav", "--output", output.to_str().unwrap(), "--report", "json"]);
        assert!(!ok && err.contains(reason) && err.contains("in.csv"), "{err}");
        assert!(out.is_empty() && !output.exists());
    }
}

#[test]
fn a_result_keeps_the_files_delimiter_and_decimal_mark() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.csv");
    let input = write(folder.path(), "age;weight;ward\n40;71,5;a\n42;72;b\n60;80,25;a\n62;81;a, b\n");
    for (form, expected) in [
        ("masked", "age;weight;ward\n41;71,75;a\n41;71,75;b\n61;80,625;a\n61;80,625;a, b\n"),
        ("centroids-and-counts", "age;weight;count\n41;71,75;2\n61;80,625;2\n"),
    ] {
        let (ok, _, err) = run(&[
            &input,
            "--method",
            "mdav",
            "--k",
            "2",
            "--columns",
            "age,weight",
            "--form",
            form,
            "--output",
            output.to_str().unwrap(),
        ]);
        assert!(ok, "{err}");
        assert_eq!(std::fs::read_to_string(&output).unwrap(), expected);
    }
}

#[test]
fn bad_arguments_are_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(folder.path());
    for (arguments, reason) in [
        (vec!["--method", "mdav", "--k", "1"], "between 2 and 1000"),
        (vec!["--method", "v-mdav", "--gamma", "-1"], "gamma"),
        (vec!["--method", "mdav", "--refine", "search:soon"], "search:SECONDS"),
        (vec!["--method", "mdav", "--columns", "height"], "there is no column called height"),
        (vec!["--method", "univariate", "--columns", "age,weight"], "exactly one aggregated column, not 2"),
        (vec!["--method", "individual-ranking", "--columns", "age", "--refine", "descent"], "no groups"),
        (vec!["--method", "rank-swapping", "--columns", "age", "--range", "0"], "percentage"),
        (
            vec!["--method", "noise-correlated", "--columns", "age", "--form", "centroids"],
            "no groups that could be written",
        ),
        (vec!["--method", "noise-restoring", "--columns", "age", "--form", "centroids-and-counts"], "no groups"),
        (vec!["--method", "rank-swapping", "--columns", "ward", "--nominal", "ward"], "cannot take the column ward"),
        (vec!["--method", "shuffle"], "shuffle"),
        (
            vec!["--method", "mdav", "--columns", "age,ward", "--confidential", "ward"],
            "under --columns and --confidential",
        ),
        (vec!["--method", "mdav", "--columns", "age", "--identifiers", "age"], "under --columns and --identifiers"),
        (vec!["--method", "mdav", "--identifiers", "ward", "--confidential", "ward"], "one of these roles"),
        (vec!["--method", "mdav", "--nominal", "ward", "--ordinal", "ward=w0<w1"], "it has an order or it has none"),
        (vec!["--method", "mdav", "--ordinal", "ward=w0<w1,ward=w1<w0"], "say its order once"),
        (vec!["--method", "mdav", "--columns", "age", "--nominal", "ward"], "nothing is computed with it"),
        (vec!["--method", "mdav", "--columns", "age", "--nominal", "wrad"], "there is no column called wrad"),
        (vec!["--method", "mdav", "--columns", "age", "--ordinal", "wrad=w0<w1"], "there is no column called wrad"),
        (vec!["--method", "mdav", "--ordinal", "ward=w0<<w1"], "has no name"),
        (vec!["--method", "mdav", "--gamma", "0.2"], "mdav has no use for --gamma"),
        (vec!["--method", "noise-restoring", "--k", "3"], "noise-restoring has no use for --k"),
        (vec!["--method", "mdav", "--range", "5"], "no use for --range"),
        (vec!["--method", "rank-swapping", "--level", "0.1"], "no use for --level"),
        (vec!["--method", "mdav", "--refine", "descent", "--seed", "1"], "no use for --seed"),
        (vec!["--method", "mdav", "--output", input.as_str()], "the output is the input"),
        (
            vec!["--method", "mdav", "--columns", "age,ward", "--ordinal", "ward"],
            "column ward: nobody has said in which order its categories stand (w0, w1): say it, lowest first, as in \
             --ordinal 'ward=LOWEST<MIDDLE<HIGHEST'",
        ),
        (
            vec!["--method", "mdav", "--columns", "ward", "--ordinal", "ward=w1<w2"],
            "row 1, column ward: \"w0\" is missing",
        ),
        (vec!["--method", "mdav", "--columns", "ward", "--ordinal", "ward=w1<w0<w1"], "\"w1\" stands twice"),
    ] {
        let mut all = vec![input.as_str()];
        all.extend(arguments);
        let (ok, out, err) = run(&all);
        assert!(!ok && err.contains(reason), "{err}");
        assert!(out.is_empty());
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left lying about");
    assert!(std::fs::read_to_string(&input).unwrap().starts_with("person,age"), "and the input is whole");
    let (ok, _, err) = run(&[folder.path().join("none.csv").to_str().unwrap(), "--method", "mdav"]);
    assert!(!ok && err.contains("none.csv"), "{err}");
}

#[test]
fn categories_go_by_the_order_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.csv");
    let input = write(folder.path(), "grade,size,b\nlow,S,1\nlow,S,2\nmedium,M,3\nhigh,L,4\n");
    let arguments = ["--method", "mdav-generic", "--k", "2", "--columns", "grade,size"];
    let orders = ["--ordinal", "grade=low<medium<high, size = S < M < L", "--output", output.to_str().unwrap()];
    let (ok, _, err) = run(&[[input.as_str()].as_slice(), &arguments, &orders].concat());
    assert!(ok, "{err}");
    let written = std::fs::read_to_string(&output).unwrap();
    assert_eq!(written, "grade,size,b\nlow,S,1\nlow,S,2\nmedium,M,3\nmedium,M,4\n");
}

#[test]
fn what_stays_readable_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(folder.path());
    let (ok, out, err) =
        run(&[&input, "--method", "mdav", "--columns", "age", "--confidential", "ward", "--report", "json"]);
    assert!(ok && err.contains("stay as they are, and unchecked: person, weight."), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["kept_as_is"], serde_json::json!(["person", "weight"]));
    let (ok, _, err) = run(&[&input, "--method", "mdav", "--columns", "age", "--form", "centroids"]);
    assert!(ok && err.is_empty(), "rows of groups hold aggregated columns alone: {err}");
}

#[cfg(unix)]
#[test]
fn a_table_is_replaced_whole_and_a_link_goes_on_leading_to_it() {
    use std::{
        fs::Permissions,
        os::unix::fs::{PermissionsExt as _, symlink},
    };
    let folder = tempfile::tempdir().unwrap();
    let input = sample(folder.path());
    let (target, link) = (folder.path().join("out.csv"), folder.path().join("link.csv"));
    std::fs::write(&target, "before").unwrap();
    std::fs::set_permissions(&target, Permissions::from_mode(0o640)).unwrap();
    symlink(&target, &link).unwrap();
    let (ok, _, err) = run(&[&input, "--method", "mdav", "--columns", "age", "--output", link.to_str().unwrap()]);
    assert!(ok, "{err}");
    assert!(link.is_symlink() && std::fs::read_to_string(&target).unwrap().starts_with("person,age"));
    assert_eq!(target.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left lying about");
    // By another name the input is still the input.
    let same = folder.path().join("same.csv");
    symlink(&input, &same).unwrap();
    let (ok, _, err) = run(&[&input, "--method", "mdav", "--columns", "age", "--output", same.to_str().unwrap()]);
    assert!(!ok && err.contains("the output is the input"), "{err}");
    let (ok, _, err) = run(&[&input, "--method", "mdav", "--columns", "age", "--output", "/dev/null"]);
    assert!(ok && !Path::new("/dev/null").is_file(), "{err}");
}

#[test]
fn a_result_that_cannot_be_written_ends_with_status_1() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(folder.path());
    let nowhere = folder.path().join("no such folder").join("out.csv");
    let nowhere = nowhere.to_str().unwrap();
    let (status, out, err) =
        run_for_status(&[&input, "--method", "mdav", "--columns", "age", "--output", nowhere, "--report", "json"]);
    assert_eq!(status, 1);
    assert!(err.contains("cannot write") && err.contains(nowhere), "{err}");
    assert!(out.is_empty(), "no report about a table that is not there");
}

#[test]
fn a_report_that_nobody_takes_ends_with_status_1() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let input = sample(folder.path());
    let arguments = ["microaggregate", input.as_str(), "--method", "mdav", "--columns", "age", "--report", "json"];
    let code = microaggregate::run(arguments.map(std::ffi::OsString::from), &mut Gone, &mut std::io::sink());
    assert_eq!(format!("{code:?}"), format!("{:?}", std::process::ExitCode::from(1)));
}

#[test]
fn help_is_no_error() {
    let (ok, out, _) = run(&["--help"]);
    assert!(ok && out.contains("--refine"), "{out}");
}

#[test]
fn census_loses_what_is_published() {
    if census().is_none() {
        return;
    }
    let input = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/microdata/census.csv");
    let (ok, out, err) = run(&[input, "--method", "mdav", "--k", "7", "--report", "json"]);
    assert!(ok, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert!((report["information_loss"].as_f64().unwrap() - 11.583_913_8).abs() < 5e-8);
}
