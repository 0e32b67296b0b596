//! What a photo tells besides its picture, before it is stored, and the choice to take that out. A viewer without keys looks
//! into the photo; the vault gets what the person chose.

use leptos::prelude::*;
use sesemr_viewer::message::{Place, ReadTraces, RemoveTraces, Traces, ViewError};
use wasm_bindgen::JsCast as _;
use web_sys::{
    File, FilePropertyBag,
    js_sys::{Array, Uint8Array},
};

use super::{checkbox::Checkbox, error_summary::ErrorSummary, form_errors::FormErrors, when};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    message::ReplaceImportFile,
    model::import::{FileKind, FilePreview, ImportPreview},
    text::{Texts, decimal, t, use_i18n},
    viewer::Viewer,
};

/// Kinds of photos that a viewer looks into.
const KINDS: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

/// Kinds of pictures in which cameras write where and when, and into which no viewer looks.
const OTHER_KINDS: [&str; 6] =
    ["image/heif", "image/heic", "image/avif", "image/tiff", "image/jxl", "image/x-canon-cr2"];

/// The files of an import, and the viewer that looks into the photos among them. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Photos {
    files: StoredValue<Vec<File>, LocalStorage>,
    viewer: StoredValue<Option<Viewer>, LocalStorage>,
    /// How many photos are being changed.
    busy: RwSignal<u32>,
}

impl Photos {
    /// Of these files, in their order. The viewer starts with the first photo and ends with the component.
    pub fn new(files: StoredValue<Vec<File>, LocalStorage>) -> Self {
        let viewer = StoredValue::new_local(None::<Viewer>);
        on_cleanup(move || {
            if let Some(viewer) = viewer.try_get_value().flatten() {
                viewer.end(ViewError::Stopped);
            }
        });
        Self { files, viewer, busy: RwSignal::new(0) }
    }

    /// Whether a photo is being changed: what goes is not settled before it is.
    pub fn is_busy(self) -> bool {
        self.busy.get() > 0
    }

    fn file(self, place: u32) -> Result<File, ViewError> {
        let place = usize::try_from(place).map_err(|_| ViewError::Stopped)?;
        self.files.try_with_value(|files| files.get(place).cloned()).flatten().ok_or(ViewError::Stopped)
    }

    /// Whether the file at this place was given: what was unpacked from a file in which somebody took everything away was not.
    fn has(self, place: u32) -> bool {
        self.file(place).is_ok()
    }

    async fn read(self, place: u32) -> Result<Option<Traces>, ViewError> {
        read(&self.viewer()?, &self.file(place)?).await
    }

    async fn clean(self, place: u32) -> Result<File, ViewError> {
        clean(&self.viewer()?, &self.file(place)?).await
    }

    fn viewer(self) -> Result<Viewer, ViewError> {
        if let Some(viewer) = self.viewer.try_get_value().flatten().filter(|viewer| !viewer.has_stopped()) {
            return Ok(viewer);
        }
        let viewer = Viewer::start()?;
        self.viewer.try_set_value(Some(viewer.clone()));
        Ok(viewer)
    }
}

/// The photos among these files that tell something, without what they tell: as they were when they were stored so.
pub async fn clean_photos(files: &[File]) -> Vec<File> {
    let mut cleaned = Vec::new();
    let Ok(viewer) = Viewer::start() else { return cleaned };
    for file in files.iter().filter(|file| KINDS.contains(&file.type_().as_str())) {
        // One that cannot be cleaned was not stored cleaned either.
        if let Ok(file) = clean(&viewer, file).await {
            cleaned.push(file);
        }
    }
    cleaned
}

async fn read(viewer: &Viewer, file: &File) -> Result<Option<Traces>, ViewError> {
    let (traces, _) = viewer.ask(ReadTraces {}, vec![file.clone().into()]).await?;
    Ok(traces.filter(|traces| !traces.is_empty()))
}

async fn clean(viewer: &Viewer, file: &File) -> Result<File, ViewError> {
    let ((), parts) = viewer.ask(RemoveTraces {}, vec![file.clone().into()]).await?;
    let bytes: Uint8Array = parts.into_iter().next().and_then(|part| part.dyn_into().ok()).ok_or(ViewError::Broken)?;
    let options = FilePropertyBag::new();
    options.set_type(&file.type_());
    let parts = Array::of1(&bytes);
    File::new_with_u8_array_sequence_and_options(&parts, &file.name(), &options).map_err(|_| ViewError::TooLarge)
}

/// What a photo of an import tells; nothing for other files.
#[expect(clippy::needless_pass_by_value, reason = "a component takes its properties")]
#[component]
pub fn PhotoTraces(
    /// The files.
    photos: Photos,
    /// The file as it was first previewed.
    file: FilePreview,
    /// Its place.
    place: u32,
    /// The preview, which changes with what is chosen.
    shown: RwSignal<ImportPreview>,
) -> impl IntoView {
    let i18n = use_i18n();
    let FileKind::Other { media_type } = &file.kind else { return ().into_any() };
    if !file.can_go() || !photos.has(place) {
        return ().into_any();
    }
    if KINDS.contains(&media_type.as_str()) {
        return view! { <Told photos place shown /> }.into_any();
    }
    unread_words(i18n, media_type).map(|words| view! { <p>{words}</p> }).into_any()
}

/// What a file that takes the place of another tells, where it is a photo, and the choice to take that out.
#[component]
pub fn FileTraces(
    /// The file, once it is chosen.
    file: RwSignal<Option<File>, LocalStorage>,
    /// Whether what it tells is to be taken out before it is stored. Each file is asked about anew.
    remove: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let kind = move || file.get().map(|file| file.type_()).unwrap_or_default();
    let is_photo = move || KINDS.contains(&kind().as_str());
    let told = LocalResource::new(move || read_chosen(file.get()));
    Effect::new(move |_| {
        file.track();
        remove.set(false);
    });
    view! {
        {move || unread_words(i18n, &kind()).map(|words| view! { <p>{words}</p> })}
        {move || match told.get() {
            None if is_photo() => view! { <p class="small" role="status">{t!(i18n, photo.looking)}</p> }.into_any(),
            None | Some(Ok(None)) => ().into_any(),
            Some(Ok(Some(traces))) => view! {
                <section class="stack-tight">
                    {told_words(i18n, &traces)}
                    <Checkbox
                        checked=remove
                        on_change=move |wanted| remove.set(wanted)
                        label=t!(i18n, photo.remove)
                        hint=t!(i18n, photo.remove_hint)
                    />
                </section>
            }
            .into_any(),
            Some(Err(_)) => view! { <p>{t!(i18n, photo.not_looked)}</p> }.into_any(),
        }}
    }
}

/// What a file tells; nothing where it is no photo.
async fn read_chosen(file: Option<File>) -> Result<Option<Traces>, ViewError> {
    let photo = file.filter(|file| KINDS.contains(&file.type_().as_str()));
    let Some(photo) = photo else { return Ok(None) };
    read(&Viewer::start()?, &photo).await
}

/// That a file of this kind may tell a place, and nobody looked; nothing for kinds that do not.
fn unread_words(texts: Texts, media_type: &str) -> Option<&'static str> {
    if media_type.starts_with("video/") {
        return Some(t!(texts, photo.video));
    }
    OTHER_KINDS.contains(&media_type).then(|| t!(texts, photo.other_kind))
}

#[component]
fn Told(photos: Photos, place: u32, shown: RwSignal<ImportPreview>) -> impl IntoView {
    let i18n = use_i18n();
    let told = LocalResource::new(move || photos.read(place));
    move || match told.get() {
        None => view! { <p class="small" role="status">{t!(i18n, photo.looking)}</p> }.into_any(),
        Some(Ok(None)) => ().into_any(),
        Some(Ok(Some(traces))) => view! { <Choice photos place shown traces /> }.into_any(),
        Some(Err(_)) => view! { <p>{t!(i18n, photo.not_looked)}</p> }.into_any(),
    }
}

#[component]
fn Choice(photos: Photos, place: u32, shown: RwSignal<ImportPreview>, traces: Traces) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let job = Job::new();
    let import = shown.with_untracked(|shown| shown.import);
    // What the person wants, and what the vault has.
    let (wanted, done) = (RwSignal::new(false), StoredValue::new(false));
    let failed = RwSignal::new(false);
    let change = Act::new(move || async move {
        while let (Some(remove), Some(removed)) = (wanted.try_get_untracked(), done.try_get_value())
            && remove != removed
        {
            let file = if remove { photos.clean(place).await } else { photos.file(place) };
            let Ok(file) = file else {
                failed.try_set(true);
                wanted.try_set(removed);
                break;
            };
            match client.ask_long(ReplaceImportFile { import, place }, vec![file], job).await {
                Ok(found) => {
                    done.try_set_value(remove);
                    shown.try_set(found);
                }
                Err(error) => {
                    errors.show(i18n, &error);
                    wanted.try_set(removed);
                    break;
                }
            }
        }
        photos.busy.try_update(|busy| *busy = busy.saturating_sub(1));
    });
    let choose = move |remove| {
        errors.clear();
        failed.set(false);
        wanted.set(remove);
        if !change.pending().get_untracked() {
            photos.busy.update(|busy| *busy += 1);
            change.run();
        }
    };
    view! {
        <section class="stack-tight">
            {told_words(i18n, &traces)}
            <ErrorSummary errors />
            <Checkbox checked=wanted on_change=choose label=t!(i18n, photo.remove) hint=t!(i18n, photo.remove_hint) />
            <Show when=move || failed.get()><p class="ds-validation-message">{t!(i18n, photo.not_removed)}</p></Show>
        </section>
    }
}

/// That it tells something, and what.
fn told_words(texts: Texts, traces: &Traces) -> impl IntoView + use<> {
    view! {
        <p>{t!(texts, photo.tells)}</p>
        <ul class="ds-list">{lines(texts, traces).into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
    }
}

/// What it tells, each in a line.
fn lines(texts: Texts, traces: &Traces) -> Vec<String> {
    let Traces { place, time, device, more } = traces;
    let place = place.map(|place| t!(texts, photo.place, place = place_words(texts, place)));
    let time = time.as_deref().map(|time| t!(texts, photo.time, time = time_words(texts, time)));
    let device = device.clone().map(|device| t!(texts, photo.device, device = device));
    let more = more.then(|| t!(texts, photo.more).to_owned());
    [place, time, device, more].into_iter().flatten().collect()
}

/// Four decimals are about ten metres.
fn place_words(texts: Texts, Place { north, east }: Place) -> String {
    let degrees = |angle: f64| decimal(texts, &format!("{:.4}", angle.abs()));
    let (vertical, horizontal) = (degrees(north), degrees(east));
    match (north < 0.0, east < 0.0) {
        (false, false) => t!(texts, photo.north_east, north = vertical, east = horizontal),
        (false, true) => t!(texts, photo.north_west, north = vertical, west = horizontal),
        (true, false) => t!(texts, photo.south_east, south = vertical, east = horizontal),
        (true, true) => t!(texts, photo.south_west, south = vertical, west = horizontal),
    }
}

/// The camera's own clock, without a zone, as it is.
fn time_words(texts: Texts, time: &str) -> String {
    let (date, clock) = time.split_once('T').unwrap_or((time, ""));
    let date = date.parse().map_or_else(|_| date.to_owned(), |date| when::clinical(texts, &date));
    format!("{date}, {}", clock.get(..5).unwrap_or(clock))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_with_its_side_of_the_world_in_the_reader_s_words() {
        let sydney = Place { north: -33.8688, east: 151.209_3 };
        assert_eq!(place_words(Texts::en, sydney), "33.8688° south, 151.2093° east");
        assert_eq!(place_words(Texts::de, sydney), "33,8688° Süd, 151,2093° Ost");
        assert_eq!(place_words(Texts::en, Place { north: 40.0, east: -74.0 }), "40.0000° north, 74.0000° west");
    }

    #[test]
    fn files_that_may_tell_a_place_and_are_not_looked_into_say_so() {
        // The first bytes of a photo of a telephone, of a scan and of a film, as their kinds are recognised on upload.
        let heads: [&[u8]; 3] =
            [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"II*\0\x08\0\0\0\0\0", b"\0\0\0\x14ftypqt  \0\0\0\0"];
        for head in heads {
            let media_type = sesemr_common::record::sniff_media_type(head);
            let words = unread_words(Texts::en, media_type.as_str());
            assert!(words.is_some_and(|words| words.contains("where and when")), "{media_type}");
        }
        assert_eq!(unread_words(Texts::en, "image/gif"), None);
        assert_eq!(unread_words(Texts::en, "image/jpeg"), None, "these are looked into");
    }

    #[test]
    fn a_photo_says_in_a_line_each_what_it_tells_and_nothing_else() {
        let traces = Traces { device: Some("Example Phone 8".to_owned()), more: true, ..Traces::default() };
        assert_eq!(
            lines(Texts::en, &traces),
            ["with which device: Example Phone 8", "further notes of the camera or of programs"]
        );
    }
}
