//! Light or dark, and how large the letters are: chosen in the settings, seen at once, kept by the browser, and followed to the
//! next device.

use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, log_in_with_kit, register};
use sesemr_tests::{Backend, eventually};

/// What is painted in either scheme: the ground, the ink, and colours that the theme and we ourselves say twice, once for who chose
/// dark and once for a device that prefers it.
const COLOURS: &str = r"
    const root = getComputedStyle(document.documentElement), body = getComputedStyle(document.body);
    const named = ['--ds-color-accent-base-default', '--ds-color-danger-surface-tinted', '--ds-color-focus-outer',
        '--ds-link-color-visited', '--sesemr-exact', '--sesemr-second', '--sesemr-summary'];
    return [body.backgroundColor, body.color, root.colorScheme, ...named.map((name) => root.getPropertyValue(name))];
";

#[tokio::test]
async fn scheme_and_size_are_chosen_and_stay_at_a_desk() {
    choose_appearance(DESK).await;
}

#[tokio::test]
async fn scheme_and_size_are_chosen_and_stay_on_a_phone() {
    choose_appearance(PHONE).await;
}

async fn choose_appearance(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    let kit = register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Settings").await;
    amina.arrive("Settings").await;
    let dark = choose_scheme(&amina).await;
    let large = choose_size(&amina).await;

    // Before it is known who signs in, the browser knows what was chosen here.
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.reload().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    looks(&amina, &dark, large).await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    looks(&amina, &dark, large).await;

    let tablet = driver.open(backend.url(), size).await;
    assert_ne!(colours(&tablet).await, dark, "nobody chose anything here");
    log_in_with_kit(&tablet, "amina", &kit, PASSWORD).await;
    tablet.heading("Your records").await;
    looks(&tablet, &dark, large).await;
    amina.close().await;
    tablet.close().await;
}

/// What is chosen counts, whatever the device prefers; without a choice the device does. Answers the dark colours, which are chosen
/// in the end.
async fn choose_scheme(amina: &Window) -> Vec<String> {
    amina.show_on_screen("light").await;
    let light = colours(amina).await;
    assert_eq!(light.first().unwrap(), "rgb(255, 255, 255)", "a light device, and no choice");
    amina.show_on_screen("dark").await;
    let dark = colours(amina).await;
    assert!(light.iter().zip(&dark).all(|(light, dark)| light != dark), "{light:?} and {dark:?}");

    let usual = letters(amina).await;
    amina.choose("Light").await;
    looks(amina, &light, usual).await;
    amina.check("settings in light").await;
    amina.choose("As this device").await;
    amina.show_on_screen("dark").await;
    looks(amina, &dark, usual).await;
    amina.show_on_screen("light").await;
    looks(amina, &light, usual).await;
    amina.choose("Dark").await;
    looks(amina, &dark, usual).await;
    amina.check("settings in dark").await;
    dark
}

/// Answers how many pixels the large letters have, which are chosen in the end.
async fn choose_size(amina: &Window) -> u32 {
    let usual = letters(amina).await;
    amina.choose("Small").await;
    eventually(async || (letters(amina).await < usual).then_some(())).await;
    amina.check("small letters").await;
    amina.choose("Large").await;
    eventually(async || (letters(amina).await > usual).then_some(())).await;
    amina.check("large letters").await;
    letters(amina).await
}

/// Waits until the page has these colours and letters: what the vault keeps is applied once more when it answers.
async fn looks(window: &Window, painted: &[String], pixels: u32) {
    eventually(async || (colours(window).await == painted && letters(window).await == pixels).then_some(())).await;
}

async fn colours(window: &Window) -> Vec<String> {
    window.driver().execute(COLOURS, Vec::new()).await.unwrap().convert().unwrap()
}

/// How large the letters are, in whole pixels.
async fn letters(window: &Window) -> u32 {
    let size = "return Math.round(parseFloat(getComputedStyle(document.body).fontSize))";
    window.driver().execute(size, Vec::new()).await.unwrap().convert().unwrap()
}
