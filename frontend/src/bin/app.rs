//! The page's binary: mounts [`sesemr_frontend::app::App`]. The worker's is `vault`.
//!
//! The build cuts it in two at [`draw_inside`]: the first page, and the pages of those who are signed in.

#![expect(clippy::unnecessary_wraps, reason = "in the browser the second part may not come")]

use leptos::{prelude::*, wasm_split::wasm_split};
use sesemr_frontend::{
    app::App,
    inside::{self, Draw, NotFetched},
};

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(|| view! { <App fetch=|| Box::pin(draw_inside()) /> });
}

#[wasm_split(inside, wasm_split_path = leptos::wasm_split, fallible)]
fn draw_inside() -> Result<Draw, NotFetched> {
    Ok(inside::draw)
}
