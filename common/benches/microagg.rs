//! How fast rows are micro-aggregated, beside the textbook's way of doing it, natively and in a browser. Every figure is
//! a line for script/bench: `figure<TAB>what<TAB>where<TAB>value<TAB>unit<TAB>goal`.

#![expect(
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a bench stops where an assumption fails, and counts few rows"
)]

#[path = "envelope/figure.rs"]
#[expect(dead_code, reason = "the other bench counts megabytes too")]
mod figure;
#[path = "microagg/tables.rs"]
mod tables;
#[path = "microagg/textbook.rs"]
mod textbook;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::print_stdout, reason = "a bench prints its figures")]
fn main() {
    let rows = textbook::z_scores(&tables::bell_shaped(10_000, 10));
    for (name, ending) in [("MDAV-generic", textbook::Ending::Generic), ("MDAV", textbook::Ending::ToNearest)] {
        let start = std::time::Instant::now();
        core::hint::black_box(textbook::mdav(&rows, 3, ending));
        let what = format!("textbook's {name}, 10,000 × 10, k = 3");
        println!("{}", figure::figure(&what, "native", start.elapsed().as_secs_f64() * 1e3, "ms", ""));
    }
    let small = textbook::z_scores(&tables::bell_shaped(1_000, 10));
    let groups = textbook::v_mdav(&small, 3, 0.2);
    println!(
        "{}",
        figure::figure(
            "textbook's V-MDAV loses, 1,000 × 10, k = 3",
            "native",
            textbook::loss(&small, &groups),
            "%",
            ""
        )
    );
}
