//! Where the distribution keeps Postgres: on the path, or in the folders that Debian, Red Hat and Homebrew use.

use std::{env, fs, path::PathBuf};

/// The folder that holds `initdb`, `pg_ctl` and `postgres`.
#[derive(Debug)]
pub(super) struct Binaries(PathBuf);

impl Binaries {
    /// The first folder on the path that has them all, else the newest version installed.
    pub(super) fn find() -> Option<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        // Debian's wrappers on the path are links; the programs look for each other beside the real file.
        let on_path = env::split_paths(&path)
            .filter_map(|folder| Some(fs::canonicalize(folder.join("initdb")).ok()?.parent()?.to_owned()));
        on_path.chain(installed()).find(|folder| has_all(folder)).map(Self)
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.0.join("initdb")
    }

    pub(super) fn pg_ctl(&self) -> PathBuf {
        self.0.join("pg_ctl")
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.0.join("postgres")
    }
}

fn has_all(folder: &std::path::Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file())
}

/// Folders of installed versions, newest first.
fn installed() -> Vec<PathBuf> {
    let parents = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];
    let mut versions: Vec<(u32, PathBuf)> = parents
        .iter()
        .filter_map(|parent| fs::read_dir(parent).ok())
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let version = name.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, folder)| folder).collect()
}
