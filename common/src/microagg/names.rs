//! Names in groups that change row by row: what `clusters` keeps of a column of names. Memory grows with rows alone,
//! however many different names there are.

use super::{Grouping, space::Codes};

/// A column of names as coordinates, one for each category, √½ where a row has it and 0 elsewhere: two different names are
/// then 1 apart as in [`super::Space`], and the centre of a group is its mean. Nearly all coordinates are 0, so none of them
/// is written down: what stands here is how often each name occurs in each group.
#[derive(Clone)]
pub(super) struct Names {
    of_rows: Vec<usize>,
    categories: usize,
    tallies: Vec<Tally>,
}

/// The names of a group.
#[derive(Clone, Default)]
struct Tally {
    /// The categories that occur, ascending, and how often: whole numbers, exact as `f64`.
    counts: Vec<(usize, f64)>,
    rows: f64,
    /// The sum of the squares of all counts.
    squares: f64,
}

impl Names {
    pub(super) fn of(codes: &Codes, grouping: &Grouping) -> Self {
        let of_group = |rows: &Vec<usize>| {
            let mut tally = Tally::default();
            for row in rows {
                tally.add(codes.of_row(*row));
            }
            tally
        };
        Self {
            of_rows: codes.of_rows.clone(),
            categories: codes.categories,
            tallies: grouping.groups().iter().map(of_group).collect(),
        }
    }

    /// One more group, without rows.
    pub(super) fn add_group(&mut self) {
        self.tallies.push(Tally::default());
    }

    pub(super) fn move_row(&mut self, row: usize, from: usize, to: usize) {
        let category = self.of_row(row);
        self.tallies.get_mut(from).into_iter().for_each(|tally| tally.remove(category));
        self.tallies.get_mut(to).into_iter().for_each(|tally| tally.add(category));
    }

    /// d² between two rows.
    pub(super) fn rows_apart(&self, row: usize, other: usize) -> f64 {
        if self.of_row(row) == self.of_row(other) { 0.0 } else { 1.0 }
    }

    /// d² of a row from the centre of a group of a rows, n of which have its name:
    ///
    /// ```text
    ///  |x − c_A|² = ½·(1 − 2·n/a + Σ n_i²/a²)
    /// ```
    pub(super) fn off_centre(&self, row: usize, group: usize) -> f64 {
        let Some(tally) = self.tallies.get(group) else { return 0.0 };
        let share = tally.share(self.of_row(row));
        0.5 * (1.0 - 2.0 * share + tally.squares / (tally.rows * tally.rows)).max(0.0)
    }

    /// `(c_B − c_A)·(y − x)` of rows x in A and y in B.
    pub(super) fn across(&self, (row, group): (usize, usize), (other, other_group): (usize, usize)) -> f64 {
        let (Some(own), Some(theirs)) = (self.tallies.get(group), self.tallies.get(other_group)) else { return 0.0 };
        let apart = |category| theirs.share(category) - own.share(category);
        0.5 * (apart(self.of_row(other)) - apart(self.of_row(row)))
    }

    fn of_row(&self, row: usize) -> usize {
        self.of_rows.get(row).copied().unwrap_or(0)
    }
}

impl Tally {
    fn add(&mut self, category: usize) {
        self.rows += 1.0;
        match self.place(category) {
            Ok(place) => {
                if let Some((_, count)) = self.counts.get_mut(place) {
                    self.squares += 2.0 * *count + 1.0;
                    *count += 1.0;
                }
            }
            Err(place) => {
                self.squares += 1.0;
                self.counts.insert(place, (category, 1.0));
            }
        }
    }

    fn remove(&mut self, category: usize) {
        let Ok(place) = self.place(category) else { return };
        self.rows -= 1.0;
        if let Some((_, count)) = self.counts.get_mut(place) {
            self.squares -= 2.0 * *count - 1.0;
            *count -= 1.0;
            if *count < 1.0 {
                self.counts.remove(place);
            }
        }
    }

    fn share(&self, category: usize) -> f64 {
        let count = self.place(category).ok().and_then(|place| self.counts.get(place));
        count.map_or(0.0, |(_, count)| count / self.rows)
    }

    fn place(&self, category: usize) -> Result<usize, usize> {
        self.counts.binary_search_by_key(&category, |(category, _)| *category)
    }
}

/// Which groups share a name with a group, so that the distance between centres is measured without walking all categories.
pub(super) struct Meetings<'a> {
    tallies: &'a [Tally],
    /// For each category the groups in which it occurs, and its share there.
    of_categories: Vec<Vec<(usize, f64)>>,
    /// For each group the sum of the squares of all shares.
    squares: Vec<f64>,
}

impl<'a> Meetings<'a> {
    pub(super) fn of(names: &'a Names) -> Self {
        let mut of_categories = vec![Vec::new(); names.categories];
        for (group, tally) in names.tallies.iter().enumerate() {
            for (category, count) in &tally.counts {
                let share = count / tally.rows;
                of_categories.get_mut(*category).into_iter().for_each(|groups| groups.push((group, share)));
            }
        }
        // Without rows there are no squares either.
        let squares = names.tallies.iter().map(|tally| tally.squares / (tally.rows * tally.rows).max(1.0)).collect();
        Self { tallies: &names.tallies, of_categories, squares }
    }

    /// d² between the centre of a group of a rows and those of all groups, of b rows each:
    ///
    /// ```text
    ///  |c_B − c_A|² = ½·(Σ n_i²/a² + Σ m_i²/b²) − Σ n_i/a · m_i/b
    /// ```
    pub(super) fn apart(&self, group: usize) -> Vec<f64> {
        let mut products = vec![0.0; self.squares.len()];
        let Some((own, squares)) = self.tallies.get(group).zip(self.squares.get(group)) else { return products };
        for (category, count) in &own.counts {
            let share = count / own.rows;
            for (other, theirs) in self.of_categories.get(*category).into_iter().flatten() {
                products.get_mut(*other).into_iter().for_each(|product| *product += share * theirs);
            }
        }
        let distance = |(product, theirs): (f64, &f64)| (0.5 * (squares + theirs) - product).max(0.0);
        products.into_iter().zip(&self.squares).map(distance).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::microagg::standardise::as_f64;

    fn names(codes: &[usize], groups: &[&[usize]]) -> Names {
        let codes = Codes { of_rows: codes.to_vec(), categories: codes.iter().max().map_or(0, |most| most + 1) };
        Names::of(&codes, &Grouping::new(groups.iter().map(|rows| rows.to_vec()).collect()))
    }

    /// The coordinates written down, for the formulas to be held against.
    fn centre(names: &Names, rows: &[usize]) -> Vec<f64> {
        let share = |category| {
            let count = rows.iter().filter(|row| names.of_row(**row) == category).count();
            0.5_f64.sqrt() * as_f64(count) / as_f64(rows.len())
        };
        (0..names.categories).map(share).collect()
    }

    fn product(one: &[f64], other: &[f64]) -> f64 {
        one.iter().zip(other).map(|(one, other)| one * other).sum()
    }

    fn minus(one: &[f64], other: &[f64]) -> Vec<f64> {
        one.iter().zip(other).map(|(one, other)| one - other).collect()
    }

    fn close(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-12, "{one} is not {other}");
    }

    #[test]
    fn counts_say_what_the_coordinates_would() {
        let groups: [&[usize]; 3] = [&[0, 1, 2], &[3, 4, 5, 6], &[7, 8]];
        let names = names(&[0, 1, 0, 1, 1, 2, 0, 3, 3], &groups);
        let meetings = Meetings::of(&names);
        for (group, rows) in groups.iter().enumerate() {
            let own = centre(&names, rows);
            let apart = meetings.apart(group);
            for ((other_group, others), measured) in groups.iter().enumerate().zip(&apart) {
                let between = minus(&centre(&names, others), &own);
                close(*measured, product(&between, &between));
                for other in *others {
                    let point = centre(&names, &[*other]);
                    let off = minus(&point, &own);
                    close(names.off_centre(*other, group), product(&off, &off));
                    for row in *rows {
                        let step = minus(&point, &centre(&names, &[*row]));
                        close(names.rows_apart(*row, *other), product(&step, &step));
                        close(names.across((*row, group), (*other, other_group)), product(&between, &step));
                    }
                }
            }
        }
    }

    #[test]
    fn a_row_that_moves_there_and_back_leaves_nothing_behind() {
        let before = names(&[0, 1, 0, 2], &[&[0, 1], &[2, 3]]);
        let mut names = before.clone();
        names.add_group();
        for (row, from, to) in [(1, 0, 1), (3, 1, 2), (3, 2, 1), (1, 1, 0)] {
            names.move_row(row, from, to);
        }
        for (tally, was) in names.tallies.iter().zip(&before.tallies) {
            assert_eq!(tally.counts, was.counts);
            close(tally.squares, was.squares);
            close(tally.rows, was.rows);
        }
        assert!(names.tallies.last().is_some_and(|tally| tally.counts.is_empty() && tally.squares.abs() < 1e-12));
    }
}
