//! A window of headless Chromium, in the words of whoever looks at it: labels and button texts are what it goes by.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;

use super::checks::{Letters, check_page, check_reflow, emulate};

/// How long anything may take to appear. Argon2id and a busy machine are in it.
const PATIENCE: Duration = Duration::from_mins(1);
const INTERVAL: Duration = Duration::from_millis(100);
/// Width and height of a desktop window, in CSS pixels.
pub const DESK: (u32, u32) = (1280, 800);
/// Width and height of a phone's, in CSS pixels.
pub const PHONE: (u32, u32) = (390, 844);
/// Ends what moves, so that a press lands where it was aimed.
const SETTLE: &str = r"
    const [done] = arguments;
    document.getAnimations().forEach((animation) => { try { animation.finish(); } catch { animation.cancel(); } });
    requestAnimationFrame(() => requestAnimationFrame(() => done()));
";
/// More than any page has targets.
const MOST_TABS: usize = 60;
/// What has the focus: what it is called, and whether a person sees that it has it.
const FOCUSED: &str = r"
    const element = document.activeElement;
    // Behind the last comes the page itself; and the way past the navigation appears where it has the focus.
    if (element === document.body || element.matches('.ds-skip-link')) return ['', true];
    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText;
    // A box or circle shows it round its words.
    const shown = [element, element.closest('.choice')].filter(Boolean).map((place) => getComputedStyle(place)).some((style) =>
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none');
    return [name ?? '', shown];
";
/// Goes to an address as the browser's own buttons do, and notes the heading that is left; none where the page is there already.
const VISIT: &str = r"
    const [path] = arguments;
    window.headingLeft = location.pathname === path ? null : document.querySelector('main h1');
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
";
/// Whether a page is there, whole: another heading, which has the focus and stands in the title.
const ARRIVED: &str = r"
    const heading = document.querySelector('main h1');
    return location.pathname === path && heading !== null && heading !== window.headingLeft && document.activeElement === heading
        && document.title.includes(heading.textContent) && !document.querySelector('main .loaded-waiting, main progress');
";
const UNFOLD_ALL: &str = "document.querySelectorAll('main details').forEach((fold) => fold.open = true);";
const LINKS: &str = r"
    const [beginning] = arguments;
    const paths = [...document.querySelectorAll('a[href]')].map((link) => link.pathname).filter((path) => path.startsWith(beginning));
    return [...new Set(paths)];
";
/// To which a page at a desk must reflow: 1280 pixels at 400 % (WCAG 2.2, 1.4.10).
const NARROWEST: (u32, u32) = (320, 640);

/// One window.
pub struct Window {
    driver: WebDriver,
    size: (u32, u32),
    taps: AtomicU32,
}

impl Window {
    /// One that a driver has opened, of this size.
    pub(super) const fn new(driver: WebDriver, size: (u32, u32)) -> Self {
        Self { driver, size, taps: AtomicU32::new(0) }
    }

    /// What drives it.
    pub const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Tells a part of the story that may cost this many taps and no more: presses of buttons, links, boxes and folds.
    /// Typing is none.
    pub async fn within_taps<T>(&self, most: u32, story: impl Future<Output = T>) -> T {
        let before = self.taps.load(Ordering::Relaxed);
        let end = story.await;
        let taps = self.taps.load(Ordering::Relaxed) - before;
        assert!(taps <= most, "{taps} taps, where {most} are enough");
        end
    }

    /// Presses a key of the keyboard, wherever the focus is.
    pub async fn strike(&self, key: Key) {
        self.driver.action_chain().send_keys(key).perform().await.unwrap();
    }

    /// Types where the focus is.
    pub async fn type_keys(&self, text: &str) {
        self.driver.action_chain().send_keys(text).perform().await.unwrap();
    }

    /// Goes on by the Tab key to the button, link or field of this name. What has the focus on the way shows it.
    pub async fn tab_to(&self, name: &str) {
        for _ in 0..MOST_TABS {
            self.strike(Key::Tab).await;
            let (text, is_shown): (String, bool) =
                self.driver.execute(FOCUSED, Vec::new()).await.unwrap().convert().unwrap();
            assert!(is_shown, "the focus is seen on {text}");
            if text.contains(name) {
                return;
            }
        }
        panic!("the Tab key does not reach {name}");
    }

    /// Waits for the page of this heading, which has the focus, as after every navigation, and keeps what every page must.
    pub async fn heading(&self, text: &str) {
        self.arrive(text).await;
        self.keep_page(text).await;
    }

    /// Waits for the page of this heading, and no more: for what nearly every story passes through, and one looks at.
    pub async fn arrive(&self, text: &str) {
        self.see(&format!("//h1[contains(normalize-space(.), {})]", quoted(text))).await;
        let focused = self.driver.active_element().await.unwrap();
        assert_eq!(focused.tag_name().await.unwrap(), "h1", "{text} has the focus");
        assert!(self.driver.title().await.unwrap().contains(text), "the title says {text}");
    }

    /// Goes to an address of the application without loading it anew, so that what is open stays open; unfolds everything
    /// there, and keeps what every page must.
    pub async fn visit(&self, path: &str) {
        self.driver.execute(VISIT, vec![json!(path)]).await.unwrap();
        // Twice: what a page fetches may not have begun at the first look.
        for _ in 0..2 {
            self.wait_until(&format!("const path = '{path}'; {ARRIVED}")).await;
            tokio::time::sleep(INTERVAL).await;
        }
        self.driver.execute(UNFOLD_ALL, Vec::new()).await.unwrap();
        self.keep_page(path).await;
    }

    /// Keeps what every page must, in a narrow window too, or with letters twice as large.
    async fn keep_page(&self, name: &str) {
        check_page(&self.driver, name).await;
        if self.size == DESK {
            set_size(&self.driver, NARROWEST).await;
            check_reflow(&self.driver, name, Letters::AsChosen).await;
            check_reflow(&self.driver, name, Letters::Large).await;
            set_size(&self.driver, self.size).await;
        } else {
            check_reflow(&self.driver, name, Letters::Doubled).await;
        }
    }

    /// Keeps what every page must, as it is now: for what appears without a navigation.
    pub async fn check(&self, name: &str) {
        check_page(&self.driver, name).await;
    }

    /// Shows the page as on paper, whatever scheme the device prefers.
    pub async fn show_on_paper(&self, scheme: &str) {
        emulate(&self.driver, "print", scheme).await;
    }

    /// Shows the page on the screen of a device that prefers this scheme.
    pub async fn show_on_screen(&self, scheme: &str) {
        emulate(&self.driver, "", scheme).await;
    }

    /// Counts from now on how often the page draws while it shows that something is worked on.
    pub async fn watch_drawing(&self) {
        let watch = "window.drawn = 0; const draw = () => {
            if (document.querySelector('main progress')) window.drawn++;
            requestAnimationFrame(draw);
        }; requestAnimationFrame(draw);";
        self.driver.execute(watch, Vec::new()).await.unwrap();
    }

    /// How often it did.
    pub async fn drawn_while_working(&self) -> u64 {
        self.driver.execute("return window.drawn;", Vec::new()).await.unwrap().json().as_u64().unwrap()
    }

    /// Waits for a text anywhere on the page.
    pub async fn read(&self, text: &str) {
        self.see(&format!("//body//*[contains(normalize-space(.), {})]", quoted(text))).await;
    }

    /// Whether a text is on the page now.
    pub async fn shows(&self, text: &str) -> bool {
        self.driver.find(By::Tag("main")).await.unwrap().text().await.unwrap().contains(text)
    }

    /// Waits until a text is no longer on the page.
    pub async fn wait_until_gone(&self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while self.shows(text).await {
            assert!(Instant::now() < end, "{text} is still there");
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Waits until the page would start without a connection.
    pub async fn wait_until_installed(&self) {
        let ready = "const done = arguments[0]; navigator.serviceWorker.ready.then(({ active }) => {
            if (active.state === 'activated') done(); else active.onstatechange = () => active.state === 'activated' && done();
        });";
        self.driver.execute_async(ready, Vec::new()).await.unwrap();
    }

    /// Waits until a new version of the page is installed, and waits for the windows of the old one.
    pub async fn wait_until_updated(&self) {
        let waits = "const done = arguments[0]; const look = async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            if (registration.waiting) done(); else setTimeout(look, 100);
        }; look();";
        self.driver.execute_async(waits, Vec::new()).await.unwrap();
    }

    /// How many versions of the page are installed.
    pub async fn count_installed_versions(&self) -> u64 {
        let count = "const done = arguments[0]; caches.keys().then((names) => done(names.length));";
        self.driver.execute_async(count, Vec::new()).await.unwrap().json().as_u64().unwrap()
    }

    /// Waits until a script says yes.
    pub async fn wait_until(&self, script: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.driver.execute(script, Vec::new()).await.unwrap().json().as_bool().unwrap_or_default() {
            assert!(Instant::now() < end, "never: {script}");
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// How many bytes the page has fetched so far, as they came: compressed, and without what its workers fetch.
    pub async fn fetched_bytes(&self) -> u64 {
        let sum = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);";
        self.driver.execute(sum, Vec::new()).await.unwrap().convert().unwrap()
    }

    /// How many elements fit a selector.
    pub async fn counts(&self, selector: &str) -> usize {
        self.driver.find_all(By::Css(selector)).await.unwrap().len()
    }

    /// What everything says that fits a selector.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for found in self.driver.find_all(By::Css(selector)).await.unwrap() {
            texts.push(found.text().await.unwrap());
        }
        texts
    }

    /// The address of the page, without the server's.
    pub async fn path(&self) -> String {
        self.driver.execute("return location.pathname", Vec::new()).await.unwrap().convert().unwrap()
    }

    /// The addresses of the application that the page links to and that begin so, each once.
    pub async fn links(&self, beginning: &str) -> Vec<String> {
        self.driver.execute(LINKS, vec![json!(beginning)]).await.unwrap().convert().unwrap()
    }

    /// Goes to an address.
    pub async fn go_to(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    /// Presses the browser's own button for the page before.
    pub async fn go_back(&self) {
        self.driver.back().await.unwrap();
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.driver.refresh().await.unwrap();
    }

    /// Presses the button or link of this text.
    pub async fn press(&self, text: &str) {
        let xpath = format!("//*[self::a or self::button][contains(normalize-space(.), {})]", quoted(text));
        self.tap(&xpath).await;
    }

    /// Opens what is folded behind this text, and keeps what every page must.
    pub async fn unfold(&self, text: &str) {
        self.tap(&format!("//summary[contains(normalize-space(.), {})]", quoted(text))).await;
        self.check(text).await;
    }

    /// Ticks the box or chooses the circle of this label.
    pub async fn choose(&self, label: &str) {
        self.tap(&format!("//label[contains(normalize-space(.), {})]//input", quoted(label))).await;
    }

    /// Picks what is called this from the list of this name.
    pub async fn pick(&self, name: &str, text: &str) {
        let xpath = format!("//select[@id={}]/option[normalize-space(.)={}]", quoted(name), quoted(text));
        self.try_on(&xpath, async |option| option.click().await).await;
    }

    /// Writes into the field of this name.
    pub async fn write(&self, name: &str, text: &str) {
        self.try_on(&format!("//*[@id={}]", quoted(name)), async |field| {
            field.clear().await?;
            field.send_keys(text).await
        })
        .await;
    }

    /// Chooses a file.
    pub async fn choose_file(&self, path: &Path) {
        let input = self.driver.query(By::Css("input[type=file]")).wait(PATIENCE, INTERVAL).first().await.unwrap();
        input.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Chooses several files at once.
    pub async fn choose_files(&self, paths: &[PathBuf]) {
        let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
        self.choose_file(Path::new(&paths.join("\n"))).await;
    }

    /// Lets the browser save files into this folder.
    pub async fn save_into(&self, folder: &Path) {
        let allow = json!({ "behavior": "allow", "downloadPath": folder.to_str().unwrap() });
        self.driver.cdp().send_raw("Browser.setDownloadBehavior", allow).await.unwrap();
    }

    /// Waits for a file whose name ends like this in the folder. Chromium writes under another name, and renames what is
    /// whole.
    pub async fn saved(&self, folder: &Path, ending: &str) -> PathBuf {
        let end = Instant::now() + PATIENCE;
        loop {
            let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
            let whole = files.into_iter().find(|path| path.to_string_lossy().ends_with(ending));
            match whole {
                Some(path) => return path,
                None => assert!(Instant::now() < end, "no file {ending} was saved"),
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Sends the form on the page.
    pub async fn send(&self) {
        self.tap("(//main//form//button[@type='submit'])[last()]").await;
    }

    /// The groups of a kit or a random key.
    pub async fn groups(&self) -> Vec<String> {
        self.see("//*[@class='code-group']").await;
        // At once: what happens meanwhile may draw them anew.
        let read = "return [...document.querySelectorAll('.code-group')].map((group) => group.innerText);";
        self.driver.execute(read, Vec::new()).await.unwrap().convert().unwrap()
    }

    /// Types the groups of the kit that the page asks for.
    pub async fn type_groups_back(&self, kit: &[String]) {
        self.see("//label[starts-with(normalize-space(.), 'Group ')]").await;
        for label in
            self.driver.find_all(By::XPath("//label[starts-with(normalize-space(.), 'Group ')]")).await.unwrap()
        {
            let text = label.text().await.unwrap();
            let place: usize = text.trim_start_matches("Group ").trim().parse().unwrap();
            let field = label.attr("for").await.unwrap().unwrap();
            self.write(&field, kit.get(place - 1).unwrap()).await;
        }
    }

    /// Closes the window.
    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }

    /// Presses what is sought.
    async fn tap(&self, xpath: &str) {
        self.taps.fetch_add(1, Ordering::Relaxed);
        self.try_on(xpath, async |target| {
            self.driver.execute_async(SETTLE, Vec::new()).await?;
            target.click().await
        })
        .await;
    }

    /// Waits for what is sought, in sight.
    async fn see(&self, xpath: &str) -> WebElement {
        self.try_on(xpath, async |_| Ok(())).await
    }

    /// Waits for what is sought, in sight, and does something with it. What is drawn anew meanwhile is sought again.
    async fn try_on(&self, xpath: &str, act: impl AsyncFn(&WebElement) -> WebDriverResult<()>) -> WebElement {
        let end = Instant::now() + PATIENCE;
        loop {
            let tried = async {
                let found =
                    self.driver.query(By::XPath(xpath)).wait(PATIENCE, INTERVAL).and_displayed().first().await?;
                found.scroll_into_view().await?;
                act(&found).await.map(|()| found)
            };
            match tried.await {
                Ok(found) => return found,
                Err(error) if passes(&error) && Instant::now() < end => tokio::time::sleep(INTERVAL).await,
                Err(error) => {
                    let page = self.driver.find(By::Tag("body")).await.unwrap().text().await.unwrap();
                    panic!("{xpath}: {error}\nthe page says:\n{page}")
                }
            }
        }
    }
}

/// Whether it was drawn anew, or something lay over it, only at that moment.
fn passes(error: &WebDriverError) -> bool {
    use WebDriverErrorInner::{ElementClickIntercepted, StaleElementReference};
    matches!(error.as_inner(), StaleElementReference(_) | ElementClickIntercepted(_))
}

/// Gives a window this size, and waits until its page has taken it.
pub(super) async fn set_size(driver: &WebDriver, (width, height): (u32, u32)) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await.unwrap();
    // What is pressed next must not move meanwhile.
    let settled = "const [width, done] = arguments;
        const look = () => innerWidth === width ? requestAnimationFrame(() => requestAnimationFrame(() => done())) : setTimeout(look, 20);
        look();";
    driver.execute_async(settled, vec![json!(width)]).await.unwrap();
}

fn quoted(text: &str) -> String {
    assert!(!text.contains('"'), "a text without double quotes");
    format!("\"{text}\"")
}
