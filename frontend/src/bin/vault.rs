//! The worker's binary: holds the keys, runs every flow. The page's is `app`.

fn main() {
    console_error_panic_hook::set_once();
    sesemr_frontend::vault::run();
}
