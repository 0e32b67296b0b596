//! The application's settings in a vault: texts by name. A name is a path; what stands under one prefix is a list.

use super::VaultContent;

impl VaultContent {
    /// A setting.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The settings whose names begin with `prefix`: the rest of the name, and the value.
    pub fn settings_under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.settings.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// Keeps a setting, last in its list; removes it where there is no value.
    pub fn keep_setting(&mut self, name: &str, value: Option<&str>) {
        self.settings.retain(|(known, _)| known != name);
        self.settings.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }
}
