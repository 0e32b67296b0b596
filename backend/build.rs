//! Finds the built application for `assets.rs`, and rebuilds when it or a migration changes.
//!
//! Without `SESEMR_DIST` an almost empty folder stands in, so that the backend can be checked by itself.

use std::{env, error::Error, fs, path::PathBuf};

const STAND_IN: &str = r#"<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>SeSEMR</title></head>
<body>
<h1>Built without the application</h1>
<p>This server was built alone: its programming interface works, its pages are missing. Run <code>script/run</code> to build both.</p>
<p><a href="/api/v1/docs">How to use the programming interface</a></p>
</body>
</html>
"#;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=SESEMR_DIST");
    println!("cargo::rerun-if-changed=migrations");
    let dist = match env::var_os("SESEMR_DIST") {
        Some(dist) => {
            println!("cargo::rerun-if-changed={}", PathBuf::from(&dist).display());
            fs::canonicalize(&dist).map_err(|error| format!("SESEMR_DIST {}: {error}", dist.display()))?
        }
        None => make_stand_in()?,
    };
    println!("cargo::rustc-env=SESEMR_DIST={}", dist.display());
    Ok(())
}

fn make_stand_in() -> Result<PathBuf, Box<dyn Error>> {
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("dist");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("index.html"), STAND_IN)?;
    Ok(folder)
}
