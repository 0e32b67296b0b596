//! What the Research page holds: the table, what is chosen, and the tries so far. Gone with the page.

use std::sync::Arc;

use leptos::prelude::*;
use sesemr_common::id::OpeningId;
use web_sys::Blob;

use crate::{
    api::{Blobs, research::Calculation},
    message::research::{AggregateTable, InspectTable, TableProblem},
    model::research::{
        choice::{ColumnChoice, ColumnRole, MethodChoice},
        outcome::OutcomeView,
        table::{ColumnView, TableView},
    },
};

/// The page's state. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Study {
    source: StoredValue<Option<Source>, LocalStorage>,
    table: RwSignal<Option<TableView>>,
    columns: RwSignal<Vec<ColumnChoice>>,
    tries: RwSignal<Vec<Try>, LocalStorage>,
    /// How many tries there have ever been, forgotten ones too: what was published of one stays, and no other has its number.
    made: StoredValue<u32>,
    shown: RwSignal<Option<u32>>,
    /// Which of how many methods is running.
    place: RwSignal<(usize, usize)>,
    calculation: Calculation,
}

/// A table as it was brought.
#[derive(Clone)]
pub struct Source {
    /// What it is called.
    pub(super) name: String,
    /// Its bytes, CSV.
    pub(super) csv: Blob,
    /// The openings that it was built from; none of a file.
    pub(super) openings: Vec<OpeningId>,
}

/// A method that was run.
#[derive(Clone)]
pub struct Try {
    /// Which, from 1. No two that this page ever had are the same.
    pub(super) number: u32,
    /// What came of it.
    pub(super) outcome: Arc<OutcomeView>,
    /// Its tables.
    pub(super) files: Blobs,
}

impl Study {
    pub(super) fn new() -> Self {
        Self {
            source: StoredValue::new_local(None),
            table: RwSignal::new(None),
            columns: RwSignal::new(Vec::new()),
            tries: RwSignal::new_local(Vec::new()),
            made: StoredValue::new(0),
            shown: RwSignal::new(None),
            place: RwSignal::new((0, 0)),
            calculation: Calculation::new(),
        }
    }

    pub(super) fn has_table(self) -> bool {
        self.table.with(Option::is_some)
    }

    pub(super) fn table(self) -> Signal<Option<TableView>> {
        self.table.into()
    }

    pub(super) fn columns(self) -> Signal<Vec<ColumnChoice>> {
        self.columns.into()
    }

    pub(super) fn calculation(self) -> Calculation {
        self.calculation
    }

    pub(super) fn place(self) -> (usize, usize) {
        self.place.get()
    }

    /// What the table is called.
    pub(super) fn source_name(self) -> String {
        self.source.with_value(|source| source.as_ref().map(|source| source.name.clone()).unwrap_or_default())
    }

    /// Takes a table. What was there before is gone, whether this one can be read or not.
    pub(super) async fn bring(self, source: Source) -> Result<(), TableProblem> {
        // The page may have been left while the table was made of records.
        if self.source.try_set_value(Some(source.clone())).is_some() {
            return Ok(());
        }
        self.forget_tries();
        self.table.set(None);
        let (table, _) = self.calculation.ask(InspectTable {}, source.csv).await?;
        // The page may have been left meanwhile.
        self.columns.try_set(table.columns.iter().map(ColumnView::proposed).collect());
        self.table.try_set(Some(table));
        Ok(())
    }

    /// Forgets a table that was built from openings of which one has ended, and gives whether it did.
    pub(super) fn forget_ended(self, has_ended: impl Fn(OpeningId) -> bool) -> bool {
        let ended = self.source.with_value(|source| {
            source.as_ref().is_some_and(|source| source.openings.iter().any(|opening| has_ended(*opening)))
        });
        if ended {
            self.forget_tries();
            self.table.set(None);
            self.columns.set(Vec::new());
            self.source.set_value(None);
        }
        ended
    }

    /// Chooses something for a column. Tries on other columns are not comparable and are forgotten.
    pub(super) fn choose(self, column: usize, change: impl FnOnce(&mut ColumnChoice)) {
        self.columns.update(|columns| {
            if let Some(column) = columns.get_mut(column) {
                change(column);
            }
        });
        self.forget_tries();
    }

    /// Chooses one role for all columns for which this is true.
    pub(super) fn choose_all(self, role: ColumnRole, which: impl Fn(&ColumnView) -> bool) {
        let Some(table) = self.table.get_untracked() else { return };
        self.columns.update(|columns| {
            let pairs = columns.iter_mut().zip(&table.columns);
            pairs.filter(|(_, view)| which(view)).for_each(|(column, _)| column.role = role);
        });
        self.forget_tries();
    }

    fn forget_tries(self) {
        self.calculation.cancel();
        if self.tries.try_with_untracked(Vec::is_empty) == Some(false) {
            self.tries.set(Vec::new());
        }
        self.shown.try_set(None);
    }

    /// Runs methods one after the other and shows the last. One that cannot be is answered with why; the others go on.
    pub(super) async fn run(self, methods: Vec<MethodChoice>) -> Vec<(MethodChoice, TableProblem)> {
        let Some(source) = self.source.get_value() else { return Vec::new() };
        let columns = self.columns.get_untracked();
        let count = methods.len();
        let mut problems = Vec::new();
        for (number, method) in methods.into_iter().enumerate() {
            self.place.try_set((number + 1, count));
            let verb = AggregateTable { columns: columns.clone(), method };
            match self.calculation.ask(verb, source.csv.clone()).await {
                Ok((outcome, files)) => self.keep(outcome, files),
                Err(TableProblem::Cancelled) => break,
                Err(problem) => problems.push((method, problem)),
            }
        }
        problems
    }

    fn keep(self, outcome: OutcomeView, files: Blobs) {
        // The page may have been left meanwhile.
        let number = self.made.try_update_value(|made| {
            *made += 1;
            *made
        });
        let Some(number) = number else { return };
        self.tries.try_update(|tries| tries.push(Try { number, outcome: Arc::new(outcome), files }));
        self.shown.try_set(Some(number));
    }

    pub(super) fn show(self, number: u32) {
        self.shown.set(Some(number));
    }

    /// The try that is shown, by its number.
    pub(super) fn shown(self) -> Option<u32> {
        self.shown.get()
    }

    pub(super) fn find(self, number: u32) -> Option<Try> {
        self.tries.with_untracked(|tries| tries.iter().find(|found| found.number == number).cloned())
    }

    /// Whether a try is still there; not where the page was left.
    pub(super) fn holds(self, number: u32) -> bool {
        self.tries.try_with_untracked(|tries| tries.iter().any(|found| found.number == number)).unwrap_or_default()
    }

    /// All tries, as far as figures go.
    pub(super) fn tried(self) -> Vec<(u32, Arc<OutcomeView>)> {
        self.tries.with(|tries| tries.iter().map(|one| (one.number, Arc::clone(&one.outcome))).collect())
    }
}
