//! How list pages were left, as long as the page of the window lives: in its memory alone, and gone with whose lists they are.
//! What draws with it see `component::as_left`.

use std::collections::BTreeMap;

use leptos::prelude::*;

/// How one list page was left.
#[derive(Clone, Default)]
pub struct LeftList {
    /// Which of its folds were opened or closed, by their names.
    pub folds: BTreeMap<String, bool>,
    /// Of which of its lists more than the first rows were drawn, and how many pages of them.
    pub pages: BTreeMap<String, usize>,
    /// What was searched for.
    pub query: String,
    /// Whether everything was shown by date.
    pub by_date: bool,
    /// How far down it was, in pixels.
    pub down: i32,
}

/// All of them, by their addresses. Copies are the same ones.
#[derive(Clone, Copy)]
pub struct LeftLists {
    lists: StoredValue<BTreeMap<String, LeftList>>,
    last: StoredValue<Option<String>>,
    gone_back_to: StoredValue<Option<String>>,
}

impl LeftLists {
    /// No list was looked at yet.
    pub(super) fn new() -> Self {
        Self {
            lists: StoredValue::new(BTreeMap::new()),
            last: StoredValue::new(None),
            gone_back_to: StoredValue::new(None),
        }
    }

    /// Somebody goes back to the page of this address, whatever it is.
    pub fn go_back_to(self, path: &str) {
        self.gone_back_to.set_value(Some(path.to_owned()));
    }

    /// The list page of this address begins: as it was left for who goes back to it, and as new otherwise.
    pub fn begin(self, path: &str) {
        let goes_back = self.gone_back_to.get_value().as_deref() == Some(path);
        self.gone_back_to.set_value(None);
        self.last.set_value(Some(path.to_owned()));
        self.lists.update_value(|lists| {
            let list = lists.entry(path.to_owned()).or_default();
            if !goes_back {
                *list = LeftList::default();
            }
        });
    }

    /// The address of the list page that was looked at last.
    pub fn last(self) -> Option<String> {
        self.last.get_value()
    }

    /// What was noted of a list page.
    pub fn look<T>(self, path: &str, look: impl FnOnce(&LeftList) -> T) -> T {
        self.lists.with_value(|lists| {
            let new = LeftList::default();
            look(lists.get(path).unwrap_or(&new))
        })
    }

    /// Notes something of a list page that has begun, and was not forgotten since.
    pub fn note(self, path: &str, note: impl FnOnce(&mut LeftList)) {
        self.lists.update_value(|lists| {
            if let Some(list) = lists.get_mut(path) {
                note(list);
            }
        });
    }

    /// What the page of this address lists is gone.
    pub(super) fn forget(self, path: &str) {
        self.lists.update_value(|lists| drop(lists.remove(path)));
    }

    /// Forgets everything.
    pub(super) fn clear(self) {
        self.lists.set_value(BTreeMap::new());
        self.last.set_value(None);
        self.gone_back_to.set_value(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "/records";
    const VISITS: &str = "/records/visits";

    fn with_lists(test: impl FnOnce(LeftLists)) {
        let owner = Owner::new();
        owner.with(|| test(LeftLists::new()));
    }

    fn search(lists: LeftLists, words: &str) {
        lists.note(HOME, |list| words.clone_into(&mut list.query));
    }

    fn searched(lists: LeftLists) -> String {
        lists.look(HOME, |list| list.query.clone())
    }

    #[test]
    fn a_list_is_as_it_was_left_for_who_goes_back_and_as_new_otherwise() {
        with_lists(|lists| {
            lists.begin(HOME);
            search(lists, "iron");
            lists.go_back_to(HOME);
            lists.begin(HOME);
            assert_eq!(searched(lists), "iron");
            lists.begin(HOME);
            assert_eq!(searched(lists), "", "who comes by the menu begins anew");
            search(lists, "iron");
            lists.go_back_to(VISITS);
            lists.begin(HOME);
            assert_eq!(searched(lists), "", "another page was gone back to");
        });
    }

    #[test]
    fn a_record_leads_back_to_the_list_that_was_looked_at_last() {
        with_lists(|lists| {
            assert_eq!(lists.last(), None);
            lists.begin(HOME);
            lists.begin(VISITS);
            assert_eq!(lists.last().as_deref(), Some(VISITS));
        });
    }

    #[test]
    fn of_what_is_gone_nothing_is_left_and_nothing_is_noted() {
        with_lists(|lists| {
            lists.begin(HOME);
            search(lists, "iron");
            lists.forget(HOME);
            search(lists, "iron");
            assert_eq!(searched(lists), "");
            lists.begin(HOME);
            search(lists, "iron");
            lists.clear();
            lists.go_back_to(HOME);
            lists.begin(HOME);
            assert_eq!(searched(lists), "");
        });
    }
}
