//! The viewer's binary: looks into foreign formats. The page's is `app`, the one that holds the keys is `vault`.

fn main() {
    console_error_panic_hook::set_once();
    sesemr_viewer::worker::run();
}
