//! What every page must keep, whatever the story: axe-core finds nothing in light and in dark, nothing is cut off at the window's
//! width, on a narrow one or with large letters, targets are large enough to be hit, and the content security policy had nothing to
//! refuse. What is still being fetched is waited for, a little while.
//!
//! axe-core (MPL-2.0) is fetched by `script/bootstrap`, not shipped; `AXE` names its file. Without it a journey says so.

use std::sync::OnceLock;

use serde_json::{Value, json};
use thirtyfour::WebDriver;

/// Collects violations of the policy from before the page's first script on.
const WATCH_POLICY: &str = r"
    window.refusedByPolicy = [];
    addEventListener('securitypolicyviolation', (event) =>
        window.refusedByPolicy.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
";

/// Waits for what the page fetches, but not for long: some stories hold it back.
const WAIT_FOR_CONTENT: &str = r"
    const [longest, done] = arguments, end = performance.now() + longest;
    // What was pressed a moment ago has begun to fetch after two frames.
    requestAnimationFrame(() => requestAnimationFrame(function look() {
        const waits = document.querySelector('main .loaded-waiting, main progress:indeterminate');
        if (waits && performance.now() < end) setTimeout(look, 20); else done();
    }));
";
const LONGEST_WAIT_MS: u32 = 3000;

/// WCAG 2.2 AA and axe's best practices, in the scheme that is named. Moving colours are finished first: a contrast is measured
/// where it stays.
const RUN_AXE: &str = r"
    const [scheme, done] = arguments;
    const root = document.documentElement, before = root.dataset.colorScheme;
    root.dataset.colorScheme = scheme;
    const settle = () => document.getAnimations().forEach((animation) => { try { animation.finish(); } catch { animation.cancel(); } });
    requestAnimationFrame(() => requestAnimationFrame(async () => {
        settle();
        try {
            const { violations } = await axe.run(document, { resultTypes: ['violations'] });
            done(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`)));
        } catch (error) {
            done([`axe stopped: ${error}`]);
        } finally {
            root.dataset.colorScheme = before;
        }
    }));
";

/// What reaches out of the window to the side, and tables of records of which a narrow window shows a part; with letters of
/// another size than was chosen, where one is named.
const MEASURE_WIDTH: &str = r"
    const [zoom, size] = arguments, root = document.documentElement, before = root.dataset.size;
    const measure = () => {
        const page = document.scrollingElement;
        const cut = [...document.querySelectorAll('.stacked')].filter((table) => innerWidth <= 640 && table.scrollWidth > table.clientWidth);
        if (cut.length > 0) return cut.map((table) => `a table hides ${table.scrollWidth - table.clientWidth}px to the side: ${table.innerText.slice(0, 120)}`);
        if (page.scrollWidth <= innerWidth) return [];
        const wide = [...document.querySelectorAll('header *, main *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1);
        const named = wide.slice(-3).map((element) => element.outerHTML.slice(0, 120)).join(' … ');
        return [`${page.scrollWidth - innerWidth}px wider than a window of ${innerWidth}px: ${named}`];
    };
    root.style.fontSize = zoom;
    root.dataset.size = size || before;
    try { return measure(); } finally {
        root.style.fontSize = '';
        root.dataset.size = before;
    }
";

/// How large the letters are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Letters {
    /// As was chosen in the settings.
    AsChosen,
    /// The largest of the settings.
    Large,
    /// Twice as large, by the browser (WCAG 2.2, 1.4.4).
    Doubled,
}

impl Letters {
    /// The root's font size, and the size of the settings.
    fn arguments(self) -> Vec<Value> {
        let (zoom, size) = match self {
            Self::AsChosen => ("", ""),
            Self::Large => ("", "lg"),
            Self::Doubled => ("200%", ""),
        };
        vec![json!(zoom), json!(size)]
    }
}

/// Every target that is too small: 44 px for buttons that act, 24 px for all but links within a sentence (WCAG 2.2, 2.5.8).
const MEASURE_TARGETS: &str = r"
    const found = [];
    for (const target of document.querySelectorAll('a[href], button, input, select, summary, textarea')) {
        if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || target.closest('.ds-skip-link')) continue;
        const box = (target.closest('label') ?? target).getBoundingClientRect();
        const inSentence = target.matches('a') && target.closest('p, li, dd, td');
        const least = target.matches('button.ds-button, a.ds-button') ? 44 : 24;
        if (box.width === 0 || inSentence) continue;
        if (Math.min(box.width, box.height) < least - 0.5) {
            found.push(`${Math.round(box.width)}×${Math.round(box.height)} is too small a target: ${target.outerHTML.slice(0, 160)}`);
        }
    }
    return found;
";

/// Watches from the next page load on.
pub(super) async fn watch_policy(driver: &WebDriver) {
    let script = json!({ "source": WATCH_POLICY });
    driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await.unwrap();
}

/// Stops the journey with everything that is wrong with the page as it is now.
pub(super) async fn check_page(driver: &WebDriver, name: &str) {
    driver.execute_async(WAIT_FOR_CONTENT, vec![json!(LONGEST_WAIT_MS)]).await.unwrap();
    let mut wrong = measure_width(driver, Letters::AsChosen).await;
    wrong.extend(strings(&run(driver, MEASURE_TARGETS).await));
    wrong.extend(strings(&run(driver, "return window.refusedByPolicy ?? ['the policy was not watched']").await));
    if let Some(axe) = axe() {
        driver.execute(axe, Vec::new()).await.unwrap();
        // Light holds where the device prefers dark; dark is what such a device gets by itself.
        emulate(driver, "", "dark").await;
        for (scheme, seen) in [("light", "light"), ("auto", "dark")] {
            let found = driver.execute_async(RUN_AXE, vec![json!(scheme)]).await.unwrap();
            wrong.extend(strings(found.json()).into_iter().map(|finding| format!("{seen}: {finding}")));
        }
        emulate(driver, "", "light").await;
    }
    assert!(wrong.is_empty(), "the page {name}:\n{}", wrong.join("\n"));
}

/// Stops the journey where the page, in a narrow window or with larger letters, has to be scrolled to the side.
pub(super) async fn check_reflow(driver: &WebDriver, name: &str, letters: Letters) {
    let wrong = measure_width(driver, letters).await;
    assert!(wrong.is_empty(), "the page {name}:\n{}", wrong.join("\n"));
}

/// Shows the page on a medium, the screen where none is named, of a device that prefers a scheme.
pub(super) async fn emulate(driver: &WebDriver, medium: &str, scheme: &str) {
    let media = json!({ "media": medium, "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await.unwrap();
}

async fn measure_width(driver: &WebDriver, letters: Letters) -> Vec<String> {
    let found = driver.execute(MEASURE_WIDTH, letters.arguments()).await.unwrap();
    strings(found.json()).into_iter().map(|finding| format!("{letters:?}: {finding}")).collect()
}

async fn run(driver: &WebDriver, script: &str) -> Value {
    driver.execute(script, Vec::new()).await.unwrap().json().clone()
}

fn strings(found: &Value) -> Vec<String> {
    found.as_array().unwrap().iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
}

#[expect(clippy::print_stdout, reason = "script/test counts it as skipped")]
fn axe() -> Option<&'static str> {
    static AXE: OnceLock<Option<String>> = OnceLock::new();
    AXE.get_or_init(|| {
        let source = std::env::var("AXE").ok().and_then(|path| std::fs::read_to_string(path).ok());
        if source.is_none() {
            println!("skipped: axe-core is not there; script/bootstrap fetches it, and AXE names its file");
        }
        source
    })
    .as_deref()
}
