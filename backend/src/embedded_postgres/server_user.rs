//! Who runs the private Postgres: this process's own user, or, as Postgres refuses root, the user `postgres`.

use std::{
    fs,
    os::unix::{
        fs::{DirBuilderExt as _, MetadataExt as _, chown, symlink},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest as _, Sha256};

use super::{EmbeddedPostgresError, at};
use crate::hex::encode_hex;

/// Where a cluster goes whose own folder the server's user cannot reach, such as one under `/root`.
const REACHABLE: &str = "/var/lib/sesemr";

/// The user that Postgres runs as.
#[derive(Debug)]
pub(super) enum ServerUser {
    /// The user that runs this process.
    Same,
    /// Another, by user and group id.
    Other(u32, u32),
}

impl ServerUser {
    /// Looks at who this process is; `data` is a folder in which it may write.
    pub(super) fn choose(data: &Path) -> Result<Self, EmbeddedPostgresError> {
        // A file that was just made belongs to whoever made it: the effective user, without a system call by hand.
        let probe = data.join(".whoami");
        fs::write(&probe, "").map_err(at(&probe))?;
        let uid = fs::metadata(&probe).map_err(at(&probe))?.uid();
        fs::remove_file(&probe).map_err(at(&probe))?;
        if uid != 0 {
            return Ok(Self::Same);
        }
        let users = fs::read_to_string("/etc/passwd").map_err(at(Path::new("/etc/passwd")))?;
        let user = ["postgres", "nobody"].iter().find_map(|name| find_user(&users, name));
        user.map(|(uid, gid)| Self::Other(uid, gid)).ok_or(EmbeddedPostgresError::NoServerUser)
    }

    /// Where the cluster lives: in `data`, or in a folder that `data/postgres-home` points to where the server's user
    /// cannot reach `data`.
    pub(super) fn home(&self, data: &Path) -> Result<PathBuf, EmbeddedPostgresError> {
        if self.can_reach(data) {
            self.own(data)?;
            return Ok(data.to_owned());
        }
        let digest = Sha256::digest(data.as_os_str().as_encoded_bytes());
        let home = Path::new(REACHABLE).join(encode_hex(&digest));
        fs::create_dir_all(REACHABLE).map_err(at(Path::new(REACHABLE)))?;
        self.make_folder(&home)?;
        let link = data.join("postgres-home");
        if !link.exists() {
            symlink(&home, &link).map_err(at(&link))?;
        }
        Ok(home)
    }

    /// Makes a folder that only the server's user can enter, or leaves the one that is there.
    pub(super) fn make_folder(&self, folder: &Path) -> Result<(), EmbeddedPostgresError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(at(folder))?;
        self.own(folder)
    }

    /// Gives a file or folder to the server's user.
    pub(super) fn own(&self, path: &Path) -> Result<(), EmbeddedPostgresError> {
        match *self {
            Self::Same => Ok(()),
            Self::Other(uid, gid) => chown(path, Some(uid), Some(gid)).map_err(at(path)),
        }
    }

    /// Lets `command` run as the server's user.
    pub(super) fn demote<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        match *self {
            Self::Same => command,
            Self::Other(uid, gid) => command.uid(uid).gid(gid),
        }
    }

    fn can_reach(&self, data: &Path) -> bool {
        match *self {
            Self::Same => true,
            Self::Other(uid, gid) => data.ancestors().skip(1).all(|folder| {
                fs::metadata(folder).is_ok_and(|folder| {
                    let execute = match () {
                        () if folder.uid() == uid => 0o100,
                        () if folder.gid() == gid => 0o010,
                        () => 0o001,
                    };
                    folder.mode() & execute != 0
                })
            }),
        }
    }
}

/// User and group id of `name` in the text of `/etc/passwd`.
fn find_user(users: &str, name: &str) -> Option<(u32, u32)> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then_some(())?;
        Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::find_user;

    #[test]
    fn a_user_is_found_by_name_alone() {
        let users = "root:x:0:0::/root:/bin/sh\npostgres:x:105:106:,,,:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(find_user(users, "postgres"), Some((105, 106)));
        assert_eq!(find_user(users, "x"), None);
    }
}
