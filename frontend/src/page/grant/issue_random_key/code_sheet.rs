//! A random key on the screen: groups, QR, time left, and the ways to hand it over. Hidden after two minutes.

use std::time::Duration;

use leptos::prelude::*;
use sesemr_common::id::OpeningId;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        code_groups::CodeGroups,
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        icon::Icon,
        notice::{Notice, Tone},
        person_card::PersonCard,
        qr_code::QrCode,
        revealed::Revealed,
        time_left::{TimeLeft, use_now},
        when,
    },
    message::SendRandomKey,
    model::{
        grant::{GrantView, RandomKeyView},
        moment::Moment,
        spelling::{Spelling, spell},
    },
    text::{Texts, t, use_i18n},
};

/// The code is hidden after this many seconds, until it is wanted again.
const HIDE_AFTER: u32 = 120;

/// The key that the page shows, and since when. Copies are the same one.
#[derive(Clone, Copy)]
pub struct HandOver {
    key: RwSignal<Option<RandomKeyView>>,
    since: RwSignal<Moment>,
}

impl HandOver {
    /// No key yet.
    #[expect(clippy::new_without_default, reason = "it makes signals, which a default would hide")]
    pub fn new() -> Self {
        Self { key: RwSignal::new(None), since: RwSignal::new(when::now()) }
    }

    /// The key that is shown.
    pub fn key(self) -> Option<RandomKeyView> {
        self.key.get()
    }

    /// Whose opening is shown.
    pub fn shown(self) -> Option<OpeningId> {
        self.key.with(|key| key.as_ref().map(|key| key.opening))
    }

    /// Shows a key from now on. The page may have been left meanwhile.
    pub fn show(self, key: RandomKeyView) {
        self.since.try_set(when::now());
        self.key.try_set(Some(key));
    }

    /// Shows none any more.
    pub fn forget(self) {
        self.key.set(None);
    }
}

/// A random key on the screen.
#[component]
pub fn CodeSheet(
    /// The key.
    key: RandomKeyView,
    /// Its grant as it is now: whether it may be sent, and whether it was.
    grant: Signal<GrantView>,
    /// Since when it is shown.
    hand_over: HandOver,
    /// Makes a new one in its place.
    #[prop(into)]
    on_new: Callback<()>,
    /// Whether a new one is being made.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let RandomKeyView { opening, groups, qr, expires_at } = key;
    let clinician = grant.with_untracked(|grant| grant.clinician.clone());
    let name = clinician.display_name.clone();
    let now = use_now(Duration::from_secs(1));
    let hidden = Memo::new(move |_| now.get() > hand_over.since.get().plus_seconds(HIDE_AFTER));
    let spelled = RwSignal::new(false);
    let show = move || hand_over.since.set(when::now());
    let is_spelled = move || spelled.get() && !hidden.get();
    // What is hidden cannot be read aloud: a press shows it again.
    let spell_out = move || {
        let hide = spelled.get_untracked() && !hidden.get_untracked();
        if !hide {
            show();
        }
        spelled.set(!hide);
    };
    let groups = StoredValue::new(groups);
    let qr = StoredValue::new(qr);
    view! {
        <p class="lead">{t!(i18n, key.lead, person = name.clone())}</p>
        {move || if hidden.get() {
            view! {
                <Button look=Look::Secondary icon="eye" on_press=show>{t!(i18n, key.show)}</Button>
            }.into_any()
        } else {
            view! {
                <section class="ds-card code-sheet">
                    <CodeGroups groups=groups.get_value() large=true />
                    <QrCode text=qr.get_value() label=t!(i18n, key.qr) />
                </section>
                <Show when=move || spelled.get()><Spelled groups=groups.get_value() /></Show>
            }.into_any()
        }}
        <p><TimeLeft until=expires_at /></p>
        <div class="actions">
            <button
                class="ds-button"
                type="button"
                data-variant="secondary"
                aria-expanded=move || is_spelled().to_string()
                on:click=move |_| spell_out()
            >
                <Icon name="volume-2" />
                {t!(i18n, key.spell)}
            </button>
            <Button look=Look::Secondary icon="refresh-cw" pending on_press=on_new>{t!(i18n, key.make_new)}</Button>
        </div>
        <p class="consequence">{t!(i18n, key.make_new_hint)}</p>
        <SendInApp opening grant name />
        <p class="consequence">{t!(i18n, key.consequence)}</p>
        <PersonCard person=clinician />
    }
}

/// The code as it is spelled on the telephone.
#[component]
fn Spelled(groups: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |group: String| {
        let spelled: Vec<String> = spell(&group).into_iter().map(|spelled| words(i18n, spelled)).collect();
        view! { <li>{spelled.join(" · ")}</li> }
    };
    view! { <ol class="spelled">{groups.into_iter().map(line).collect_view()}</ol> }
}

/// "A for Alpha"; a digit says itself.
fn words(texts: Texts, spelled: Spelling) -> String {
    match spelled {
        Spelling::Letter(letter, word) => t!(texts, key.spelled, character = letter.to_string(), word),
        Spelling::Digit(digit) => digit_word(texts, digit).to_owned(),
    }
}

fn digit_word(texts: Texts, digit: u8) -> &'static str {
    match digit {
        0 => t!(texts, digit.zero),
        1 => t!(texts, digit.one),
        2 => t!(texts, digit.two),
        3 => t!(texts, digit.three),
        4 => t!(texts, digit.four),
        5 => t!(texts, digit.five),
        6 => t!(texts, digit.six),
        7 => t!(texts, digit.seven),
        8 => t!(texts, digit.eight),
        _ => t!(texts, digit.nine),
    }
}

/// Sending the key in the app, where the fingerprints were compared.
#[component]
fn SendInApp(opening: OpeningId, grant: Signal<GrantView>, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let just_sent = RwSignal::new(false);
    let send = Act::new(move || async move {
        match client.ask(SendRandomKey { opening }).await {
            Ok(()) => {
                just_sent.try_set(true);
                client.changed();
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let sent = Memo::new(move |_| just_sent.get() || grant.with(|grant| grant.was_sent(opening)));
    let may_send = Memo::new(move |_| grant.with(|grant| grant.clinician.is_compared()));
    let name = StoredValue::new(name);
    view! {
        <ErrorSummary errors />
        {move || match (sent.get(), may_send.get()) {
            (true, _) if just_sent.get_untracked() => view! { <Revealed><Sent name=name.get_value() /></Revealed> }.into_any(),
            (true, _) => view! { <Sent name=name.get_value() /> }.into_any(),
            (false, true) => view! {
                <div class="actions">
                    <Button icon="send" pending=send.pending() on_press=send>
                        {t!(i18n, key.send, person = name.get_value())}
                    </Button>
                </div>
            }.into_any(),
            (false, false) => view! { <p class="small">{t!(i18n, key.compare_first)}</p> }.into_any(),
        }}
    }
}

#[component]
fn Sent(name: String) -> impl IntoView {
    let i18n = use_i18n();
    view! { <Notice tone=Tone::Success><p>{t!(i18n, key.sent, person = name)}</p></Notice> }
}
