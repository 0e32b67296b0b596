//! The page's binary: mounts [`sesemr_frontend::app::App`]. The worker's is `vault`.

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(sesemr_frontend::app::App);
}
