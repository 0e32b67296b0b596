//! Tables to measure on, the same on every machine.

/// Rows of numbers that are sums of four even ones: no ties, a middle and thin ends.
pub(crate) fn bell_shaped(rows: usize, columns: usize) -> Vec<Vec<f64>> {
    // Marsaglia's xorshift; any sequence without a pattern would do.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut even = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..rows).map(|_| (0..columns).map(|_| even() + even() + even() + even()).collect()).collect()
}
