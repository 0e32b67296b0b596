//! The figures of the literature and of the design on the Census reference set, 1080 × 13.

use sesemr_common::microagg::{
    Budget, Grouper, Kind, Method, Refinement, Report, Role, Seed, Sheet, Space, Table, Unwatched, descend,
    local_search, mdav_generic, mdav_to_nearest, v_mdav, v_mdav_auto,
};

use crate::support::{census, gamma, size};

fn table(sheet: &Sheet) -> Table {
    let choices: Vec<_> =
        sheet.names().iter().map(|name| (name.clone(), Role::QuasiIdentifier, Kind::Numbers)).collect();
    sheet.table(&choices).unwrap()
}

fn space() -> Option<Space> {
    Some(table(&census()?).space().unwrap())
}

#[test]
fn both_endings_of_mdav_lose_what_is_published_to_nine_digits() {
    let Some(space) = space() else { return };
    let published = [
        (3, 5.692_186_279, 5.692_186_279),
        (4, 7.494_699_833, 7.494_699_833),
        (5, 9.088_435_498, 9.088_435_498),
        (7, 11.597_850_2, 11.583_913_8),
        (10, 14.155_930_43, 14.155_930_43),
        (11, 14.898_476_7, 14.861_407_8),
    ];
    for (k, generic, to_nearest) in published {
        let loss = space.information_loss(&mdav_generic(&space, size(k), &mut Unwatched).unwrap());
        assert!((loss - generic).abs() < 1e-7 && digits(loss) == digits(generic), "k = {k}: {loss}");
        let loss = space.information_loss(&mdav_to_nearest(&space, size(k), &mut Unwatched).unwrap());
        assert!(digits(loss) == digits(to_nearest), "k = {k}, leftovers to the nearest: {loss}");
    }
}

/// Nine digits in all.
fn digits(loss: f64) -> String {
    format!("{loss:.8e}")
}

#[test]
fn v_mdav_loses_what_is_published_to_four_decimals() {
    let Some(space) = space() else { return };
    let published = [
        (3, [5.6619, 5.6619, 5.6745, 7.0649]),
        (4, [7.5140, 7.5140, 7.5185, 9.1531]),
        (5, [9.0070, 9.0070, 9.0423, 10.5407]),
        (10, [14.0730, 14.0730, 14.0429, 15.5020]),
    ];
    for (k, losses) in published {
        for (number, published) in [0.0, 0.2, 0.5, 1.1].into_iter().zip(losses) {
            let loss = space.information_loss(&v_mdav(&space, size(k), gamma(number), &mut Unwatched).unwrap());
            assert!((loss - published).abs() < 5e-5, "k = {k}, γ = {number}: {loss}");
        }
        let auto = space.information_loss(&v_mdav_auto(&space, size(k), &mut Unwatched).unwrap());
        assert!(losses.iter().all(|loss| auto < loss + 5e-5), "k = {k}, auto: {auto}");
    }
}

#[test]
fn descent_from_mdav_reaches_what_is_known_to_be_reachable() {
    let Some(space) = space() else { return };
    for (k, reachable) in [(3, 5.252), (4, 6.779), (5, 8.073), (10, 12.374)] {
        let start = mdav_generic(&space, size(k), &mut Unwatched).unwrap();
        let descended = descend(&space, &start, size(k), &mut Unwatched).unwrap();
        assert!(space.information_loss(&descended) <= reachable, "k = {k}: {}", space.information_loss(&descended));
        let sizes = size(k).least()..=size(k).most();
        assert!(descended.groups().iter().all(|group| sizes.contains(&group.len())));
    }
}

#[test]
fn a_search_finds_better_groups_than_descent_and_the_same_ones_again() {
    let Some(space) = space() else { return };
    let start = mdav_generic(&space, size(3), &mut Unwatched).unwrap();
    let search = |seed| {
        let seed = Seed::from_bytes([seed; 32]);
        local_search(&space, &start, size(3), &seed, Budget::Evaluations(200_000), &mut Unwatched).unwrap()
    };
    let found = search(1);
    assert!(space.information_loss(&found) < 5.2, "{}", space.information_loss(&found));
    assert_eq!(found, search(1));
    assert_ne!(found, search(2));
}

#[test]
fn linkage_and_uniqueness_are_what_is_published() {
    let Some(sheet) = census() else { return };
    let table = table(&sheet);
    for (k, own_group) in [(3, 87.96), (5, 80.19), (10, 72.87)] {
        let method = Method::Groups(Grouper::MdavGeneric, size(k), Refinement::None);
        let outcome = method.run(&table, &mut Unwatched).unwrap();
        let report = Report::compare(&table, &outcome.masked, &mut Unwatched).unwrap();
        assert!((report.linkage.own_group - own_group).abs() < 5e-3, "k = {k}: {}", report.linkage.own_group);
        assert!(report.linkage.expected_person <= 100.0 / f64::from(k));
        assert_eq!((report.reached.group_size_min, report.reached.unique_rows), (size(k).least(), 0));
    }
    for (k, loss) in [(3, 0.107), (5, 0.338), (10, 0.895)] {
        let outcome = Method::IndividualRanking(size(k)).run(&table, &mut Unwatched).unwrap();
        let report = Report::compare(&table, &outcome.masked, &mut Unwatched).unwrap();
        assert!((report.utility.information_loss - loss).abs() < 5e-4, "k = {k}: {}", report.utility.information_loss);
        assert_eq!(report.reached.unique_rows, 1080, "individual ranking leaves every row alone");
    }
}
