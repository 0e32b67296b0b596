//! A QR code as SVG: dark on white with a white border, in the dark scheme too, or no camera reads it.

use core::fmt::Write as _;

use fast_qr::{
    ECL,
    qr::{QRBuilder, QRCode as Matrix},
};
use leptos::prelude::*;

/// The quiet zone around it, in modules (ISO/IEC 18004 asks for four).
const BORDER: usize = 4;

/// How wide the code itself is in a window that has the room, without its quiet zone, in CSS pixels: what cameras read at
/// arm's length.
const SIDE: usize = 240;

/// A QR code. Text too long for one shows nothing; whoever shows it shows the text as well.
#[component]
pub fn QrCode(
    /// What it says.
    #[prop(into)]
    text: String,
    /// What it is, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let matrix = QRBuilder::new(text).ecl(ECL::M).build().ok();
    matrix.map(|matrix| {
        let size = matrix.size + 2 * BORDER;
        let width = (SIDE * size).div_ceil(matrix.size);
        view! {
            <svg class="qr-code" width=width height=width viewBox=format!("0 0 {size} {size}") role="img" aria-label=label shape-rendering="crispEdges">
                <rect width=size height=size fill="#fff"></rect>
                <path d=path(&matrix) fill="#000"></path>
            </svg>
        }
    })
}

/// One square for each dark module.
fn path(matrix: &Matrix) -> String {
    let mut path = String::new();
    for row in 0..matrix.size {
        for (column, module) in matrix[row].iter().enumerate().take(matrix.size) {
            if module.value() {
                // Writing to a string does not fail.
                _ = write!(path, "M{} {}h1v1h-1z", column + BORDER, row + BORDER);
            }
        }
    }
    path
}
