//! The research worker's binary: micro-aggregates tables, holds no key. Fetched when somebody brings a table.

fn main() {
    console_error_panic_hook::set_once();
    sesemr_frontend::research::run();
}
