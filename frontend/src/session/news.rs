//! What happened elsewhere and was not read yet: the list behind the banners.

use leptos::prelude::*;
use sesemr_common::id::{GrantId, OpeningId};

use crate::message::LiveEvent;

/// Something that happened elsewhere and was not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Which, from 1.
    pub number: u32,
    /// What.
    pub event: LiveEvent,
}

/// All of it, oldest first. Copies are the same list.
#[derive(Clone, Copy)]
pub struct NewsList {
    items: RwSignal<Vec<News>>,
    told: StoredValue<u32>,
}

impl NewsList {
    /// Nothing happened yet.
    pub(super) fn new() -> Self {
        Self { items: RwSignal::new(Vec::new()), told: StoredValue::new(0) }
    }

    /// What was not read yet.
    pub fn all(self) -> Signal<Vec<News>> {
        self.items.into()
    }

    /// Takes in what happened: what it makes old goes, and it is told where it is news itself.
    pub(super) fn hear(self, event: &LiveEvent) {
        self.forget(|old| outdates(event, old));
        if is_news(event) {
            // A number is not given twice, whatever was read meanwhile: banners are told apart by it.
            let number = self.told.get_value().saturating_add(1);
            self.told.set_value(number);
            self.items.update(|items| items.push(News { number, event: event.clone() }));
        }
    }

    /// A piece of news was read.
    pub fn read(self, number: u32) {
        self.items.update(|items| items.retain(|item| item.number != number));
    }

    /// Forgets what is old.
    pub(super) fn forget(self, is_old: impl Fn(&LiveEvent) -> bool) {
        self.items.update(|items| items.retain(|item| !is_old(&item.event)));
    }

    /// Forgets everything.
    pub(super) fn clear(self) {
        self.items.set(Vec::new());
    }
}

/// Whether it is told with a banner: what only makes lists newer or other news old is not, and the idle warning stands in the
/// portal bar.
const fn is_news(event: &LiveEvent) -> bool {
    !matches!(
        event,
        LiveEvent::Changed
            | LiveEvent::ServerBack
            | LiveEvent::OpeningIdle { .. }
            | LiveEvent::RequestAnswered { .. }
            | LiveEvent::GrantSettled { .. }
    )
}

/// Whether what happened now makes news of before old. The same thing twice is told once.
fn outdates(new: &LiveEvent, old: &LiveEvent) -> bool {
    match new {
        LiveEvent::TakenBack { grant, openings, .. } => {
            new == old || tells_of_end(old, openings) || tells_of_giving(old, *grant)
        }
        // A key is more than the leave that it is for.
        LiveEvent::RandomKeyReady { grant, .. } => tells_of_giving(old, *grant),
        LiveEvent::RequestAnswered { request: answered } => {
            matches!(old, LiveEvent::RequestArrived { request, .. } if request == answered)
        }
        LiveEvent::GrantSettled { grant: settled } => {
            matches!(old, LiveEvent::KeyBurnt { grant, .. } if grant == settled)
        }
        // The server answers: that it was away is old news.
        LiveEvent::ServerBack => *old == LiveEvent::ServerAway,
        _ => new == old,
    }
}

/// Whether it says of one of these openings what is said of the whole grant next.
fn tells_of_end(event: &LiveEvent, openings: &[OpeningId]) -> bool {
    matches!(event, LiveEvent::OpeningEnded { opening, .. } if openings.contains(opening))
}

/// Whether it says that access is given, or a key to use it.
fn tells_of_giving(event: &LiveEvent, by: GrantId) -> bool {
    matches!(event, LiveEvent::Granted { grant, .. } | LiveEvent::RandomKeyReady { grant, .. } if *grant == by)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::{moment::Moment, opening::EndCause};

    const ID: &str = "018f2e3a-7c1d-7000-8000-000000000001";
    const OTHER: &str = "018f2e3a-7c1d-7000-8000-000000000002";

    fn amina() -> String {
        "Amina".to_owned()
    }

    fn granted(grant: &str) -> LiveEvent {
        LiveEvent::Granted { grant: grant.parse().unwrap(), person: amina() }
    }

    fn ready(grant: &str, opening: &str) -> LiveEvent {
        let (grant, opening) = (grant.parse().unwrap(), opening.parse().unwrap());
        LiveEvent::RandomKeyReady { grant, opening, person: amina(), in_app: false }
    }

    fn ended(opening: &str) -> LiveEvent {
        LiveEvent::OpeningEnded { opening: opening.parse().unwrap(), person: amina(), cause: EndCause::TakenBack }
    }

    fn taken_back(grant: &str, openings: &[&str]) -> LiveEvent {
        let openings = openings.iter().map(|opening| opening.parse().unwrap()).collect();
        LiveEvent::TakenBack { grant: grant.parse().unwrap(), openings, person: amina() }
    }

    #[test]
    fn taking_back_says_what_the_end_of_its_openings_said_and_takes_back_what_was_given() {
        let new = taken_back(ID, &[ID]);
        for old in [ended(ID), granted(ID), ready(ID, OTHER), new.clone()] {
            assert!(outdates(&new, &old), "{old:?}");
        }
    }

    #[test]
    fn news_of_a_namesake_stays() {
        let new = taken_back(ID, &[ID]);
        for old in [ended(OTHER), granted(OTHER), ready(OTHER, OTHER), taken_back(OTHER, &[OTHER])] {
            assert!(!outdates(&new, &old), "{old:?}");
        }
        assert!(!outdates(&ready(ID, ID), &ready(OTHER, OTHER)));
    }

    #[test]
    fn a_key_is_more_than_the_leave_that_it_is_for_and_a_new_one_takes_the_place_of_the_one_before() {
        assert!(outdates(&ready(ID, ID), &granted(ID)));
        assert!(outdates(&ready(ID, OTHER), &ready(ID, ID)));
        assert!(!outdates(&granted(ID), &ready(ID, ID)));
    }

    #[test]
    fn a_request_that_was_answered_a_burnt_key_that_was_replaced_and_a_server_that_is_back_are_no_news() {
        let (request, grant, opening) = (ID.parse().unwrap(), ID.parse().unwrap(), ID.parse().unwrap());
        let arrived = LiveEvent::RequestArrived { request, person: amina() };
        let burnt = LiveEvent::KeyBurnt { grant, opening, person: amina(), at: Moment(1) };
        let (answered, settled) = (LiveEvent::RequestAnswered { request }, LiveEvent::GrantSettled { grant });
        for (new, old) in [(&answered, &arrived), (&settled, &burnt), (&LiveEvent::ServerBack, &LiveEvent::ServerAway)]
        {
            assert!(outdates(new, old), "{new:?}");
            assert!(!is_news(new), "{new:?}");
            assert!(is_news(old), "{old:?}");
        }
        assert!(!outdates(&answered, &burnt) && !outdates(&settled, &arrived));
        assert!(!outdates(&LiveEvent::ServerBack, &arrived));
    }

    #[test]
    fn each_thing_is_told_once_and_no_number_is_given_twice() {
        let owner = Owner::new();
        owner.with(|| {
            let news = NewsList::new();
            news.hear(&granted(ID));
            news.hear(&granted(ID));
            let told = news.all().get_untracked();
            assert_eq!(told, [News { number: 2, event: granted(ID) }]);
            news.read(2);
            news.hear(&granted(ID));
            assert_eq!(news.all().get_untracked().iter().map(|news| news.number).collect::<Vec<_>>(), [3]);
            news.hear(&LiveEvent::Changed);
            assert_eq!(news.all().get_untracked().len(), 1, "that something changed only makes lists newer");
            news.clear();
            assert_eq!(news.all().get_untracked(), []);
        });
    }
}
