//! The emergency kit: shown, printed, saved, and confirmed by typing two of its groups.

use leptos::{prelude::*, task::spawn_local};
use web_sys::{Blob, BlobPropertyBag};

use super::{
    button::{Button, Look},
    code_groups::CodeGroups,
    field::TextField,
    form::Form,
    form_errors::FormErrors,
    notice::{Notice, Tone},
    page::Page,
    progress_bar::ProgressBar,
    qr_code::QrCode,
    save_file::save_file,
    step_history::{on_step, push_step},
    when,
};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    language::on_left,
    message::{AppError, ConfirmKit, DiscardRegistration, ErrorCode, Typed},
    model::account::{AccountView, KitView},
    session::Session,
    text::{Texts, t, use_i18n},
};

/// What the browser's history calls the sheet.
pub const KIT: &str = "kit";
/// What it calls the question for two groups.
pub const KIT_QUESTION: &str = "kit-question";

/// Shows a new kit, then asks for two of its groups. The worker keeps the kit as long as this is shown.
#[component]
pub fn KitSteps(
    /// The kit.
    kit: KitView,
    /// It was confirmed: somebody is signed in.
    #[prop(into)]
    on_confirmed: Callback<AccountView>,
    /// The handle was taken meanwhile: this kit is for nothing, and another handle is needed.
    #[prop(optional, into)]
    on_refused: Option<Callback<AppError>>,
    /// Whether Back leads from the question to the sheet. Where the page stays once the kit is confirmed it does not, and leaves
    /// the page: what was noted on the way would stay in the history too, and lead nowhere.
    #[prop(optional)]
    in_history: bool,
) -> impl IntoView {
    // Drawn by itself it has no worker that would keep anything.
    if let Some(client) = use_context::<VaultClient>() {
        on_left(move || spawn_local(give_up_kit(client)));
    }
    let written = RwSignal::new(false);
    let asked = kit.asked;
    let show = move |question: bool| {
        if written.get_untracked() != question {
            written.set(question);
        }
    };
    if in_history {
        on_step(move |step| show(step == Some(KIT_QUESTION)));
    }
    let go = move |question: bool| {
        if in_history {
            push_step(if question { KIT_QUESTION } else { KIT });
        }
        show(question);
    };
    move || {
        if written.get() {
            view! { <KitQuestion asked on_confirmed on_refused on_back=move || go(false) /> }.into_any()
        } else {
            view! { <KitSheet kit=kit.clone() on_written=move || go(true) /> }.into_any()
        }
    }
}

/// The worker lets go of a kit that nobody confirms any more, and of the account that a recovery has opened for it. One that
/// was confirmed it keeps no longer. What a registration was begun with, this device still knows.
pub async fn give_up_kit(client: VaultClient) {
    // A worker that does not answer has let go of everything.
    drop(client.ask(DiscardRegistration { kit_only: true }).await);
}

/// The sheet.
#[component]
fn KitSheet(kit: KitView, #[prop(into)] on_written: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let saved = kit.clone();
    let save = move || _ = save_text(&sheet_text(i18n, &saved), "sesemr-emergency-kit.txt");
    let print = move || drop(window().print());
    view! {
        <Page title=t!(i18n, kit.title)>
            <Notice tone=Tone::Warning><p>{t!(i18n, kit.why)}</p></Notice>
            <section class="ds-card kit">
                <p>{t!(i18n, kit.whose, person = kit.display_name, handle = kit.handle)}</p>
                <CodeGroups groups=kit.groups numbered=true />
                <QrCode text=kit.qr label=t!(i18n, kit.qr) />
                <p class="small">{t!(i18n, kit.made, date = when::date(i18n, kit.made_at))}</p>
                <p class="only-print">{t!(i18n, kit.print_why)}</p>
            </section>
            <p>{t!(i18n, kit.where_to_keep)}</p>
            <div class="actions no-print">
                <Button look=Look::Secondary icon="printer" on_press=print>{t!(i18n, kit.print)}</Button>
                <Button look=Look::Secondary icon="download" on_press=save>{t!(i18n, kit.save)}</Button>
            </div>
            <div class="actions no-print">
                <Button on_press=on_written>{t!(i18n, kit.written)}</Button>
            </div>
        </Page>
    }
}

/// Two groups, typed back.
#[component]
fn KitQuestion(
    asked: [u8; 2],
    #[prop(into)] on_confirmed: Callback<AccountView>,
    #[prop(optional_no_strip)] on_refused: Option<Callback<AppError>>,
    #[prop(into)] on_back: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let job = Job::new();
    let errors = FormErrors::new(&["group_1", "group_2"]);
    let [first, second] = [RwSignal::new(String::new()), RwSignal::new(String::new())];
    let submit = Act::new(move || async move {
        let groups = [first, second].map(|group| Typed::from(group.get_untracked()));
        match (client.ask_long(ConfirmKit { groups }, Vec::new(), job).await, on_refused) {
            (Ok(account), _) => {
                // Who left this page meanwhile is signed in all the same: the worker holds their keys.
                if on_confirmed.try_run(account.clone()).is_none() {
                    session.signed_in(account);
                }
            }
            (Err(error), Some(on_refused)) if error.code == ErrorCode::HandleTaken => {
                on_refused.try_run(AppError::from(ErrorCode::HandleTakenMeanwhile).in_field("handle"));
            }
            (Err(error), _) if error.code == ErrorCode::KitNotConfirmed => {
                let field = if error.group == Some(asked[1]) { "group_2" } else { "group_1" };
                errors.show(i18n, &error.in_field(field));
            }
            (Err(error), _) => errors.show(i18n, &error),
        }
    });
    let label = move |group: u8| t!(i18n, kit.group, group = group);
    view! {
        <Page title=t!(i18n, kit.confirm_title)>
            <Form on_submit=submit errors>
                <p>{t!(i18n, kit.confirm_why)}</p>
                <TextField id="group_1" label=label(asked[0]) value=first errors class="field-code field-short" />
                <TextField id="group_2" label=label(asked[1]) value=second errors class="field-code field-short" />
                <div class="actions">
                    <Button pending=submit.pending()>{t!(i18n, kit.confirm)}</Button>
                    <Button look=Look::Quiet icon="chevron-left" on_press=on_back>{t!(i18n, kit.look_again)}</Button>
                </div>
                <ProgressBar job />
            </Form>
        </Page>
    }
}

fn sheet_text(texts: Texts, kit: &KitView) -> String {
    let title = t!(texts, kit.sheet_title);
    let whose = t!(texts, kit.whose, person = kit.display_name.clone(), handle = kit.handle.clone());
    let made = t!(texts, kit.made, date = when::date(texts, kit.made_at));
    let why = t!(texts, kit.print_why);
    format!("{title}\n\n{whose}\n\n{}\n\n{made}\n\n{why}\n", kit.groups.join("  "))
}

/// Saves a text as a file of this name. A browser that refuses leaves print and pen.
fn save_text(text: &str, name: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain;charset=utf-8");
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind).ok()?;
    save_file(&blob, name)
}
