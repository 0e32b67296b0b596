//! Pages of a PDF, as pictures and as text. What a PDF wants to run, fetch or play is not known here at all.

mod page_text;

use hayro::{
    PixmapSettings, RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::{LoadPdfError, Pdf, page::Page},
    render,
    vello_cpu::color::palette::css::WHITE,
};

use crate::message::{MOST_PIXELS, MOST_SIDE, PageView, ViewError};

/// An open PDF.
pub struct Document(Pdf);

/// A page as a picture.
pub struct Picture {
    /// Its size.
    pub view: PageView,
    /// Its pixels: RGBA, row by row.
    pub pixels: Vec<u8>,
}

impl Document {
    /// Opens a PDF.
    ///
    /// # Errors
    /// [`ViewError::Locked`] where it has a password of its own; [`ViewError::Broken`] where it is none, or holds no
    /// page that can be found.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ViewError> {
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(_) => ViewError::Locked,
            LoadPdfError::Invalid => ViewError::Broken,
        })?;
        if pdf.pages().is_empty() { Err(ViewError::Broken) } else { Ok(Self(pdf)) }
    }

    /// How many pages it has.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.0.pages().len()).unwrap_or(u32::MAX)
    }

    /// Draws a page, from 0, on white, as wide as is asked or as the limits allow.
    ///
    /// # Errors
    /// [`ViewError::NoSuchPage`]; [`ViewError::Broken`] where its size makes no sense.
    pub fn draw(&self, page: u32, width: u32) -> Result<Picture, ViewError> {
        let page = self.page(page)?;
        let (scale, is_reduced) = fit(page.render_dimensions(), width).ok_or(ViewError::Broken)?;
        let pixmap = render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
        );
        let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
        // On white nothing is left transparent: there is nothing to take back.
        let pixels = pixmap.data_as_u8_slice().to_vec();
        Ok(Picture { view: PageView { width, height, is_reduced }, pixels })
    }

    /// The text of a page, from 0, in the order in which it is drawn.
    ///
    /// # Errors
    /// [`ViewError::NoSuchPage`].
    pub fn read(&self, page: u32) -> Result<String, ViewError> {
        Ok(page_text::read(self.page(page)?))
    }

    fn page(&self, page: u32) -> Result<&Page<'_>, ViewError> {
        let place = usize::try_from(page).map_err(|_| ViewError::NoSuchPage)?;
        self.0.pages().get(place).ok_or(ViewError::NoSuchPage)
    }
}

/// By how much a page of this size, in points, is drawn to be `wanted` pixels wide, and whether that is less than was
/// wanted. Nothing where the page has no size that could be drawn.
#[expect(clippy::cast_possible_truncation, reason = "a scale needs no more than the precision of a page's size")]
fn fit((width, height): (f32, f32), wanted: u32) -> Option<(f32, bool)> {
    let (width, height) = (f64::from(width), f64::from(height));
    if !(width.is_finite() && height.is_finite() && width >= 1.0 && height >= 1.0) {
        return None;
    }
    let wish = f64::from(wanted.max(1)) / width;
    let most = (f64::from(MOST_PIXELS) / (width * height)).sqrt().min(f64::from(MOST_SIDE) / width.max(height));
    let scale = wish.min(most);
    (width * scale >= 1.0 && height * scale >= 1.0).then_some((scale as f32, wish > most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_as_wide_as_asked_until_it_would_hold_too_many_pixels() {
        assert_eq!(fit((600.0, 800.0), 1200), Some((2.0, false)));
        let (scale, reduced) = fit((600.0, 800.0), 60_000).unwrap_or_default();
        assert!(reduced && f64::from(scale) * 800.0 <= f64::from(MOST_SIDE));
        assert!(f64::from(scale * 600.0) * f64::from(scale * 800.0) <= f64::from(MOST_PIXELS) * 1.001);
    }

    #[test]
    fn a_page_without_a_size_that_could_be_drawn_is_not() {
        for size in [(0.0, 800.0), (f32::NAN, 1.0), (f32::INFINITY, 800.0), (-600.0, 800.0), (1.0, 200_000_000.0)] {
            assert_eq!(fit(size, 800), None, "{size:?}");
        }
    }
}
