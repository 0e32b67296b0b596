//! A kit on the screen: its groups, its QR, and which two are to be typed back.

use sesemr_common::{crypto::fill_random, sharing::Profile};

use super::timer;
use crate::model::{account::KitView, moment::Moment};

const GROUPS: u8 = 8;

/// A kit as its page shows it, once.
pub(super) fn view_kit(profile: &Profile, kit: &str) -> KitView {
    KitView {
        display_name: profile.display_name.clone(),
        handle: profile.handle.clone(),
        groups: kit.split('-').map(str::to_owned).collect(),
        qr: kit.to_owned(),
        made_at: Moment::from_wire(timer::now()),
        asked: make_asked(),
    }
}

/// Two different places, ascending, from 1.
fn make_asked() -> [u8; 2] {
    let mut random = [0; 2];
    fill_random(&mut random);
    let [first, step] = random;
    let first = first % GROUPS;
    // Another place, any of the seven with the same chance, up to a bias of one in 256.
    let second = (first + 1 + step % (GROUPS - 1)) % GROUPS;
    [first.min(second) + 1, first.max(second) + 1]
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, make_asked};

    #[test]
    fn two_different_groups_of_the_kit_are_asked_for() {
        for _ in 0..1000 {
            let [first, second] = make_asked();
            assert!(1 <= first && first < second && second <= GROUPS);
        }
    }
}
