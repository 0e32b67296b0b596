//! Sessions of one's own account, and what a device calls itself: coarse words that tell people their devices apart and
//! fit many others.

use serde::{Deserialize, Serialize};
use sesemr_common::id::SessionId;

use super::moment::Moment;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Which.
    pub session: SessionId,
    /// On what.
    pub device: DeviceName,
    /// When it began.
    pub started_at: Moment,
    /// When it was last used.
    pub last_used_at: Moment,
    /// Whether it is this one.
    pub current: bool,
}

/// Browser and system in brand names; empty where they are not known.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeviceName {
    /// "Firefox".
    pub browser: String,
    /// "Android".
    pub system: String,
}

/// What a user agent says, and what it is called; the first that fits counts, for each names those it descends from.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

impl DeviceName {
    /// The name of the device that shows this user agent.
    pub fn of_user_agent(user_agent: &str) -> Self {
        let called = |table: &[(&str, &str)]| {
            let found = table.iter().find(|(said, _)| user_agent.contains(said));
            found.map(|(_, name)| (*name).to_owned()).unwrap_or_default()
        };
        Self { browser: called(&BROWSERS), system: called(&SYSTEMS) }
    }

    /// As the vault keeps it.
    pub fn to_setting(&self) -> String {
        format!("{}/{}", self.browser, self.system)
    }

    /// What [`Self::to_setting`] wrote; anything else has no name.
    pub fn from_setting(setting: Option<&str>) -> Self {
        let (browser, system) = setting.and_then(|setting| setting.split_once('/')).unwrap_or_default();
        Self { browser: browser.to_owned(), system: system.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(user_agent: &str) -> (String, String) {
        let name = DeviceName::of_user_agent(user_agent);
        (name.browser, name.system)
    }

    #[test]
    fn a_browser_is_not_called_what_it_descends_from() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0";
        let table = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0".to_owned(), "Firefox", "Linux"),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Safari/537.36"), "Chrome", "Windows"),
            (format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Safari/537.36 Edg/131.0"), "Edge", "Windows"),
            (format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} Mobile Safari/537.36"), "Chrome", "Android"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1".to_owned(),
                "Safari",
                "iPhone",
            ),
        ];
        for (user_agent, browser, system) in table {
            assert_eq!(named(&user_agent), (browser.to_owned(), system.to_owned()), "{user_agent}");
        }
    }

    #[test]
    fn what_is_not_known_has_no_name_and_no_version_is_kept() {
        assert_eq!(named("curl/8.0"), (String::new(), String::new()));
        assert_eq!(DeviceName::of_user_agent("Firefox/133.0 Linux").to_setting(), "Firefox/Linux");
    }

    #[test]
    fn a_name_comes_back_from_the_vault() {
        let name = DeviceName::of_user_agent("Firefox/133.0 Linux");
        assert_eq!(DeviceName::from_setting(Some(&name.to_setting())), name);
        assert_eq!(DeviceName::from_setting(None), DeviceName::default());
    }
}
