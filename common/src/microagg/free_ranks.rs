//! Which ranks are still free, when values change places. For the exchange itself see [`super::rank_swapping`].

/// Ranks 0..n, any of which may be taken: a tree of partial sums (Fenwick 1994), O(log n) each for taking one, counting and
/// finding.
pub(super) struct FreeRanks {
    /// At i, counted from 1: how many ranks are free of the last 2^j up to the i-th, with 2^j the lowest bit of i.
    sums: Vec<usize>,
}

impl FreeRanks {
    /// All of `ranks` are free.
    pub(super) fn all(ranks: usize) -> Self {
        Self { sums: (0..=ranks).map(lowest_bit).collect() }
    }

    /// Takes a rank that is free.
    pub(super) fn take(&mut self, rank: usize) {
        let mut place = rank + 1;
        while let Some(sum) = self.sums.get_mut(place) {
            *sum -= 1;
            place += lowest_bit(place);
        }
    }

    /// How many ranks below `end` are free.
    pub(super) fn below(&self, end: usize) -> usize {
        let mut place = end;
        let mut free = 0;
        while let Some(sum) = self.sums.get(place).filter(|_| place > 0) {
            free += sum;
            place -= lowest_bit(place);
        }
        free
    }

    /// The free rank below which `number` others are free.
    pub(super) fn nth(&self, number: usize) -> usize {
        let mut place = 0;
        let mut before = number;
        let mut step = self.sums.len().next_power_of_two();
        while step > 0 {
            if let Some(sum) = self.sums.get(place + step).filter(|sum| **sum <= before) {
                place += step;
                before -= sum;
            }
            step /= 2;
        }
        place
    }
}

const fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_counted_and_found_as_by_walking_all_of_them() {
        for ranks in [1, 2, 7, 8, 100] {
            let mut tree = FreeRanks::all(ranks);
            let mut free: Vec<usize> = (0..ranks).collect();
            // 37 and the numbers of ranks have no common divisor: every rank is taken once.
            for step in 0..ranks {
                for end in 0..=ranks {
                    assert_eq!(tree.below(end), free.iter().filter(|rank| **rank < end).count());
                }
                for (number, rank) in free.iter().enumerate() {
                    assert_eq!(tree.nth(number), *rank);
                }
                let taken = step * 37 % ranks;
                tree.take(taken);
                free.retain(|rank| *rank != taken);
            }
            assert_eq!((tree.below(ranks), free.len()), (0, 0));
        }
    }
}
