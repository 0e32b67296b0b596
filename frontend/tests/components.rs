//! What components put into the document, in both languages, held against snapshots beside this file. One that changed is
//! shown whole by the failing test: where the change is meant, its text is the new snapshot.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

#[path = "support/news.rs"]
mod news;
#[path = "support/samples.rs"]
mod samples;

use leptos::{mount::mount_to, prelude::*, task::tick};
use leptos_router::components::Router;
use sesemr_common::{language::Language, portion::Portion};
use sesemr_frontend::{
    act::Act,
    component::{
        banner::Banners,
        button::{Button, Look},
        checkbox::Checkbox,
        code_groups::CodeGroups,
        error_summary::ErrorSummary,
        field::TextField,
        file_rows::FileRow,
        form_errors::FormErrors,
        gauge::Gauge,
        kit_sheet::KitSteps,
        lasting_act::LastingAct,
        medicine_list::{AllergyList, MedicineList},
        notice::{Notice, Tone},
        portion::PortionLabel,
        record_tables::RecordTables,
        series_chart::SeriesChart,
        series_table::SeriesTable,
        void_notice::VoidNotice,
    },
    language::Speech,
    message::LiveEvent,
    session::Session,
};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

use self::{
    news::{all_news, signed_in},
    samples::{FILES, allergies, kit, medicines, records, weights, withdrawn},
};

wasm_bindgen_test_configure!(run_in_browser);

/// Draws a component in both languages and compares it with its snapshots. What changed is shown in both at once.
macro_rules! assert_drawn {
    ($name:literal, $draw:expr) => {
        let mut changed = Vec::new();
        for (language, snapshot) in [
            (Language::English, include_str!(concat!("components/", $name, ".en.html"))),
            (Language::German, include_str!(concat!("components/", $name, ".de.html"))),
        ] {
            let drawn = draw(language, $draw).await;
            if drawn != snapshot {
                changed.push(format!("{}.{} is drawn so now:\n{drawn}", $name, language.code()));
            }
        }
        assert!(changed.is_empty(), "{}", changed.concat());
    };
}

#[wasm_bindgen_test]
async fn a_button_says_what_it_is_and_whether_it_is_at_work() {
    assert_drawn!("buttons", || view! {
        <Button>"Store"</Button>
        <Button look=Look::Secondary icon="search" on_press=|| ()>"Find"</Button>
        <Button look=Look::Danger icon="ban" on_press=|| ()>"Block"</Button>
        <Button look=Look::Quiet pending=true on_press=|| ()>"More"</Button>
    });
}

#[wasm_bindgen_test]
async fn a_field_is_tied_to_its_label_its_hint_and_what_is_wrong_with_it() {
    assert_drawn!("fields", || {
        let errors = FormErrors::new(&["handle"]);
        errors.check([("handle", "Type a handle.".to_owned())]);
        view! {
            <ErrorSummary errors />
            <TextField id="handle" label="Handle" hint="Letters and digits" value=RwSignal::new(String::new()) errors />
            <Checkbox checked=true on_change=|_| () label="Laboratory results" hint="26 records" />
        }
    });
}

#[wasm_bindgen_test]
async fn an_act_that_lasts_says_what_it_means_before_it_is_done() {
    let act = || {
        let act = Act::new(|| async {});
        view! {
            <LastingAct act errors=FormErrors::new(&[]) ask="Delete" consequence="Nobody can bring it back." now="Delete now" />
        }
    };
    assert_drawn!("lasting_act", act);
    let root = mount(Language::English, act).await;
    press(&root, "button");
    tick().await;
    assert!(root.inner_text().contains("Nobody can bring it back."), "asked");
    press(&root, "button[data-variant=secondary]:not([data-color])");
    tick().await;
    assert!(!root.inner_text().contains("Nobody can bring it back."), "put away");
}

#[wasm_bindgen_test]
async fn portions_have_their_names_in_both_languages() {
    assert_drawn!("portions", || Portion::ALL.map(|portion| view! { <PortionLabel portion /> }).collect_view());
}

#[wasm_bindgen_test]
async fn a_code_is_read_group_by_group() {
    assert_drawn!("code_groups", || view! {
        <CodeGroups groups=vec!["7KQ2".to_owned(), "M4XD".to_owned()] numbered=true />
    });
}

#[wasm_bindgen_test]
async fn a_void_prescription_says_so_where_it_is_shown() {
    assert_drawn!("void_notice", || view! {
        <VoidNotice void=withdrawn() />
        <Notice tone=Tone::Success><p>"Stored."</p></Notice>
    });
}

#[wasm_bindgen_test]
async fn every_family_has_a_table_and_what_is_not_normal_or_coded_otherwise_is_in_words() {
    assert_drawn!("record_tables", || view! { <RecordTables records=records() href=|_| "/records/one".to_owned() /> });
}

#[wasm_bindgen_test]
async fn a_series_is_a_picture_and_the_same_numbers_in_tables() {
    assert_drawn!("series", || view! { <SeriesChart series=weights() /> <SeriesTable series=weights() /> });
}

#[wasm_bindgen_test]
async fn a_gauge_comes_with_its_definition() {
    assert_drawn!(
        "gauge",
        || view! { <Gauge label="Linked" percent=12.5 ceiling=Some(33.3) definition="Of 100 rows." /> }
    );
}

#[wasm_bindgen_test]
async fn what_happened_elsewhere_is_told_with_the_ways_on_from_there() {
    assert_drawn!("banners", || banners(all_news()));
}

#[wasm_bindgen_test]
async fn why_a_session_ended_is_told_with_the_way_to_sign_in_again() {
    assert_drawn!("banner_of_an_ended_session", || banners(vec![LiveEvent::SessionEnded]));
    assert_drawn!("banner_of_wrong_passwords", || banners(vec![LiveEvent::LockedByTries]));
}

#[wasm_bindgen_test]
async fn a_worker_that_stopped_is_told_with_the_way_to_load_the_page_again() {
    assert_drawn!("banner_of_a_stopped_worker", || banners(vec![LiveEvent::WorkerStopped]));
}

#[wasm_bindgen_test]
async fn every_file_of_an_import_says_in_words_how_far_it_is() {
    assert_drawn!("file_rows", || FILES
        .map(|(name, state)| view! { <FileRow name=name.to_owned() state /> })
        .collect_view());
}

#[wasm_bindgen_test]
async fn the_silences_about_allergies_are_not_mistaken_for_each_other() {
    assert_drawn!("allergies", || allergies()
        .map(|(allergies, own)| view! { <AllergyList allergies own href=|_| "/records/one".to_owned() /> })
        .collect_view());
}

#[wasm_bindgen_test]
async fn medicines_of_files_and_of_prescriptions_are_one_list_and_each_line_has_its_source() {
    assert_drawn!("medicines", || view! { <MedicineList records=medicines() href=|_| "/records/one".to_owned() /> });
}

#[wasm_bindgen_test]
async fn a_kit_is_a_sheet_to_keep_on_paper() {
    assert_drawn!("kit_sheet", || view! { <KitSteps kit=kit() on_confirmed=|_| () /> });
}

/// The banners of somebody who is signed in while this happens.
fn banners(events: Vec<LiveEvent>) -> impl IntoView {
    let session = Session::provide();
    session.signed_in(signed_in());
    for event in events {
        session.hear(&event);
    }
    view! { <Banners /> }
}

/// The markup of a component, a tag a line, without what leptos marks places by.
async fn draw<V: IntoView + 'static>(language: Language, draw: impl Fn() -> V + Send + Clone + 'static) -> String {
    let html = mount(language, draw).await.inner_html();
    html.replace("<!---->", "").replace("<!>", "").replace("><", ">\n<") + "\n"
}

async fn mount<V: IntoView + 'static>(
    language: Language,
    draw: impl Fn() -> V + Send + Clone + 'static,
) -> HtmlElement {
    let storage = window().local_storage().unwrap().unwrap();
    storage.set_item("language", language.code()).unwrap();
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    mount_to(root.clone(), move || {
        Speech::provide();
        view! { <Router>{draw()}</Router> }
    })
    .forget();
    tick().await;
    root
}

fn press(root: &HtmlElement, selector: &str) {
    root.query_selector(selector).unwrap().unwrap().unchecked_into::<HtmlElement>().click();
}
