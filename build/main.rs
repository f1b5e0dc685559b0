//! Finds libvosk (fetched by `make setup`) for the linker and for the program at run time, makes
//! what stands in for it when it is removed later, and makes sure that there is a folder of the
//! built tablet page to embed.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const STAND_IN: &str = "build/without_vosk.c";

fn main() {
    if let Err(why) = prepare() {
        println!("cargo:error={why}");
    }
}

fn prepare() -> Result<(), String> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let folder = env::var_os("COMPANION_VOSK_DIR")
        .map_or_else(|| root.join(".setup").join("lib"), PathBuf::from);
    println!("cargo:rerun-if-env-changed=COMPANION_VOSK_DIR");
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rerun-if-changed={STAND_IN}");
    if !folder.join("libvosk.so").is_file() {
        return Err(format!(
            "libvosk.so is not in {}: run `make setup` once (or set COMPANION_VOSK_DIR to the folder that holds it)",
            folder.display()
        ));
    }
    // An empty folder compiles too; the program then says that the page was not built.
    let page = root.join("web").join("dist");
    fs::create_dir_all(&page)
        .map_err(|error| format!("{} cannot be made: {error}", page.display()))?;
    println!("cargo:rerun-if-changed={}", page.display());
    let stand_in = out.join("without-vosk");
    make_stand_in(&stand_in)?;
    println!("cargo:rustc-link-search=native={}", folder.display());
    // The loader takes the first that it finds: beside the program, where it was set up, and last
    // what stands in.
    println!(
        "cargo:rustc-link-arg=-Wl,-rpath,$ORIGIN:$ORIGIN/../lib:{}:{}",
        folder.display(),
        stand_in.display()
    );
    Ok(())
}

/// Compiles the stand-in into a folder of its own.
fn make_stand_in(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let compiled = Command::new(&compiler)
        .args(["-shared", "-fPIC", "-O1", "-Wl,-soname,libvosk.so", STAND_IN, "-o"])
        .arg(folder.join("libvosk.so"))
        .status();
    match compiled {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{compiler} could not compile {STAND_IN} ({status})")),
        Err(error) => Err(format!("{compiler} could not be started ({error}): run `make setup`")),
    }
}
