//! The text of a page: what its glyphs say, for those who cannot see the picture, and to copy.

use hayro::{
    hayro_interpret::{
        BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
        InterpreterSettings, SoftMask, TransformExt as _, font::GlyphRun, hayro_cmap::BfString, interpret_page,
    },
    hayro_syntax::page::Page,
    kurbo::{Affine, BezPath, Point, Rect},
};

/// The most characters of a page that are read.
const MOST_CHARACTERS: usize = 200_000;
/// Glyphs are drawn in units of which an em has so many.
const EM: f64 = 1000.0;
/// A glyph further than this from where the line was, in ems, begins another line.
const LINE: f64 = 0.3;
/// A glyph further than this behind where the one before began, in ems, is another word or column: the widest letters of
/// most fonts take one.
const GAP: f64 = 1.2;

/// The text of a page, line by line, in the order in which it is drawn.
pub(super) fn read(page: &Page<'_>) -> String {
    let (width, height) = page.render_dimensions();
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform: Affine = page.initial_transform(true).to_kurbo();
    let cache = InterpreterCache::new();
    let mut context = Context::new(transform, target, &cache, page.xref(), InterpreterSettings::default());
    let mut reader = Reader::default();
    interpret_page(page, &mut context, &mut reader);
    reader.text.trim().to_owned()
}

/// Hears what is drawn and keeps what it says.
#[derive(Default)]
struct Reader {
    text: String,
    characters: usize,
    /// Where the last glyph was.
    last: Option<Point>,
}

impl Reader {
    /// Adds what a glyph says that is drawn by this transform.
    fn push(&mut self, transform: Affine, said: &BfString) {
        if self.characters >= MOST_CHARACTERS {
            return;
        }
        let at = transform * Point::ORIGIN;
        let em = (transform.determinant().abs().sqrt() * EM).max(1.0);
        if let Some(last) = self.last {
            if (at.y - last.y).abs() > LINE * em {
                self.text.push('\n');
            } else if at.x - last.x > GAP * em && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
        self.last = Some(at);
        self.characters += 1;
        match said {
            BfString::Char(letter) => self.text.push(*letter),
            BfString::String(letters) => self.text.push_str(letters),
        }
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _mode: &DrawMode) {
        for glyph in run.glyphs() {
            if let Some(said) = glyph.as_unicode() {
                self.push(props.transform * glyph.transform(), &said);
            }
        }
    }

    fn draw_path(&mut self, _path: &BezPath, _props: DrawProps<'a>, _mode: &DrawMode) {}

    fn draw_image(&mut self, _image: Image<'a, '_>, _props: ImageDrawProps<'a>) {}

    fn push_clip_path(&mut self, _path: &ClipPath) {}

    fn push_transparency_group(&mut self, _opacity: f32, _mask: Option<SoftMask<'a>>, _mode: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
