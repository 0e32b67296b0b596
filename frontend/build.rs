//! Turns the texts of `locales/` into code, so that a missing key or argument does not compile.

use std::{env, error::Error, path::PathBuf};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let directory = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("i18n");
    let options = ParseOptions::new().interpolate_display(true);
    let texts = TranslationsInfos::parse(Config::new("en")?.add_locale("de")?.parse_options(options))?;
    texts.emit_diagnostics();
    texts.rerun_if_locales_changed();
    texts.generate_i18n_module_with_options(directory, CodegenOptions::default().gen_docs(false))?;
    Ok(())
}
