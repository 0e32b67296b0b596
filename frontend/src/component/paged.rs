//! A long list, drawn a page at a time: thousands of rows at once would keep the page from answering.

use leptos::prelude::*;

use super::{
    as_left::AsLeft,
    button::{Button, Look},
};
use crate::text::{few, t, use_i18n};

/// How many rows are drawn at first, and with every press.
const PAGE: usize = 100;

/// Rows that are drawn a page at a time. Copies are the same ones.
pub struct Paged<T: 'static> {
    rows: StoredValue<Vec<T>>,
    count: usize,
    pages: RwSignal<usize>,
}

impl<T> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Paged<T> {}

impl<T: Clone + Send + Sync> Paged<T> {
    /// With the first page of them.
    pub fn new(rows: Vec<T>) -> Self {
        Self { count: rows.len(), rows: StoredValue::new(rows), pages: RwSignal::new(1) }
    }

    /// With as many pages as were drawn where somebody goes back to their list page. The name tells them apart from others there.
    pub fn kept(rows: Vec<T>, name: String) -> Self {
        let paged = Self::new(rows);
        note_pages(paged.pages, name);
        paged
    }

    /// The rows that are drawn so far; those that stand are not drawn again.
    pub fn draw<V: IntoView + 'static>(self, row: impl Fn(T) -> V + Clone + Send + 'static) -> impl IntoView {
        let page = move |page: usize| self.rows.with_value(|rows| page_of(rows, page));
        let draw = move |number: usize| page(number).into_iter().map(row.clone()).collect_view();
        view! { <For each=move || 0..self.pages.get() key=|page| *page children=draw /> }
    }

    /// The way to the rest of them.
    pub fn more(self) -> impl IntoView {
        let i18n = use_i18n();
        let rest = move || self.count.saturating_sub(self.pages.get() * PAGE);
        move || {
            (rest() > 0).then(|| {
                view! {
                    <p>
                        <Button look=Look::Quiet on_press=move || self.pages.update(|pages| *pages += 1)>
                            {t!(i18n, records.show_more, count = few(rest()))}
                        </Button>
                    </p>
                }
            })
        }
    }
}

/// Draws as many pages as before, and notes how many are drawn.
fn note_pages(pages: RwSignal<usize>, name: String) {
    let Some(page) = AsLeft::of_page() else { return };
    if let Some(before) = page.look(|list| list.pages.get(&name).copied()) {
        pages.set(before);
    }
    Effect::new(move |_| {
        let count = pages.get();
        if count > 1 {
            page.note(|list| _ = list.pages.insert(name.clone(), count));
        }
    });
}

/// The rows of one page, from 0.
fn page_of<T: Clone>(rows: &[T], page: usize) -> Vec<T> {
    rows.chunks(PAGE).nth(page).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_on_exactly_one_page() {
        let rows: Vec<u32> = (0..250).collect();
        let pages: Vec<Vec<u32>> = (0..4).map(|page| page_of(&rows, page)).collect();
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 50, 0]);
        assert_eq!(pages.concat(), rows);
    }
}
