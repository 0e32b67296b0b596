//! A study's table: brought, grouped, compared, saved; work that is stopped; and a page that goes on drawing meanwhile.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, register};
use thirtyfour::Key;

#[tokio::test]
async fn a_study_groups_its_table_at_a_desk() {
    research(DESK).await;
}

#[tokio::test]
async fn a_study_groups_its_table_on_a_phone() {
    research(PHONE).await;
}

async fn research(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let bello = driver.open(backend.url(), size).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    let folder = tempfile::tempdir().unwrap();
    bello.save_into(folder.path()).await;
    bello.press("Research").await;
    bello.heading("Research").await;

    name_what_is_wrong(&bello, folder.path()).await;
    put_in_order(&bello, folder.path()).await;
    group(&bello, folder.path()).await;
    save(&bello, folder.path()).await;
    compare(&bello).await;
    bello.check("with tries side by side").await;
    stop_and_go_on(&bello, folder.path()).await;
    bello.close().await;
}

async fn name_what_is_wrong(bello: &Window, folder: &Path) {
    bello.choose_file(&write(folder, "broken.csv", "age,weight\n40\n")).await;
    bello.read("Row 1 has 1 cells where the first line has 2.").await;
    bello.choose_file(&write(folder, "gaps.csv", "age,weight\n40,71\n,80\n41,\n")).await;
    bello.read("Rows without a value: 2.").await;
    bello.pick("role-0", "Aggregate").await;
    bello.send().await;
    bello.read("Row 2 has no value in age.").await;
}

/// Low, medium and high: their median is *medium* once a person has put them in order, with one press and one key.
async fn put_in_order(bello: &Window, folder: &Path) {
    bello.choose_file(&write(folder, "grades.csv", "grade,age\nlow,30\nmedium,31\nhigh,32\n")).await;
    bello.read("3 rows, 2 columns").await;
    bello.pick("role-0", "Aggregate").await;
    bello.pick("kind-0", "Categories in order").await;
    bello.read("Put them in order, lowest first.").await;
    bello.press("Move high down").await;
    bello.read("In order now, lowest first: low, high, medium.").await;
    // The focus went with it.
    bello.strike(Key::Enter).await;
    bello.read("In order now, lowest first: low, medium, high.").await;
    bello.check("with categories in order").await;
    bello.send().await;
    bello.read("In the aggregated columns nobody stands alone").await;
    bello.press("Save the table").await;
    let rows = std::fs::read_to_string(bello.saved(folder, "grades-rows.csv").await).unwrap();
    assert_eq!(rows, "grade,age\nmedium,31\nmedium,31\nmedium,31\n");
}

/// 120 people in groups of three, half of which agree on an illness.
async fn group(bello: &Window, folder: &Path) {
    let mut table = "name;age;weight;height;illness\n".to_owned();
    for row in 0..120_u32 {
        let (age, weight, height) = (20 + row / 2, 50 + row * 7 % 40, 150 + row * 13 % 45);
        writeln!(table, "Person {row};{age};{weight},5;{height};{}", if row < 60 { "flu" } else { "none" }).unwrap();
    }
    bello.choose_file(&write(folder, "cohort.csv", &table)).await;
    bello.read("120 rows, 5 columns").await;
    bello.read("Cells are parted by: semicolon. Decimal mark: comma.").await;
    bello.pick("role-4", "Confidential").await;
    bello.send().await;
    bello.read("In the aggregated columns nobody stands alone").await;
    bello.read("At risk:").await;
    bello.read("A guess names the person").await;
    bello.check("with what came of it").await;
}

/// Names are gone, everybody is there, and groups say how many they are.
async fn save(bello: &Window, folder: &Path) {
    bello.read("To share it encrypted").await;
    bello.press("Save the table").await;
    let rows = std::fs::read_to_string(bello.saved(folder, "cohort-rows.csv").await).unwrap();
    assert!(rows.starts_with("age;weight;height;illness\n") && rows.lines().count() == 121, "{rows}");
    assert!(!rows.contains("Person"), "nobody's name leaves");
    bello.press("Save groups and counts").await;
    let groups = std::fs::read_to_string(bello.saved(folder, "cohort-groups.csv").await).unwrap();
    let mut lines = groups.lines();
    assert_eq!(lines.next(), Some("age;weight;height;count"));
    let counts: Vec<u32> = lines.map(|line| line.rsplit_once(';').unwrap().1.parse().unwrap()).collect();
    assert!(counts.iter().sum::<u32>() == 120 && counts.iter().all(|count| (3..=5).contains(count)), "{counts:?}");
}

async fn compare(bello: &Window) {
    bello.pick("method", "Individual ranking (not k-anonymous)").await;
    bello.send().await;
    bello.read("Individual ranking is not k-anonymous.").await;
    bello.unfold("Choose methods and sizes").await;
    bello.choose("V-MDAV").await;
    bello.choose("Optimum of one column").await;
    bello.press("Run them all").await;
    // What cannot be is said, and the others are done all the same.
    bello.read("This method takes exactly one aggregated column, and 3 are chosen.").await;
    bello.read("V-MDAV: groups of varying size, best γ of several, k = 10").await;
    bello.read("Loss against k").await;
    assert_eq!(bello.counts(".loss-line").await, 3, "MDAV, individual ranking and V-MDAV");
}

/// 10,000 rows of ten columns: a search is stopped in the middle, and while groups are made the page draws.
async fn stop_and_go_on(bello: &Window, folder: &Path) {
    let mut table = "a,b,c,d,e,f,g,h,i,j\n".to_owned();
    let mut state = 1_u32;
    for _ in 0..10_000 {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16).to_string()
        };
        writeln!(table, "{}", core::array::from_fn::<_, 10, _>(|_| next()).join(",")).unwrap();
    }
    bello.choose_file(&write(folder, "large.csv", &table)).await;
    bello.read("10000 rows, 10 columns").await;
    bello.pick("method", "MDAV-generic: groups of one size").await;
    bello.choose("By a search").await;
    bello.write("seconds", "600").await;
    bello.send().await;
    bello.read("Working:").await;
    bello.press("Stop").await;
    bello.wait_until_gone("Working:").await;
    assert!(!bello.shows("What came of it").await, "nothing comes of what was stopped");

    bello.choose("No").await;
    bello.watch_drawing().await;
    bello.send().await;
    bello.read("In the aggregated columns nobody stands alone").await;
    let drawn = bello.drawn_while_working().await;
    assert!(drawn > 5, "the page drew {drawn} times while the worker worked");
    bello.check("with 10,000 rows").await;
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}
