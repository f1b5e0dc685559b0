//! Finds libvosk (fetched by `make setup`) for the linker and for the program at run time, and
//! makes sure that there is a folder of the built tablet page to embed.

use std::{env, fs, path::PathBuf};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = env::var_os("COMPANION_VOSK_DIR")
        .map_or_else(|| root.join(".setup").join("lib"), PathBuf::from);
    println!("cargo:rerun-if-env-changed=COMPANION_VOSK_DIR");
    println!("cargo:rerun-if-changed={}", folder.display());
    if !folder.join("libvosk.so").is_file() {
        println!(
            "cargo:error=libvosk.so is not in {}: run `make setup` once (or set COMPANION_VOSK_DIR to the folder that holds it)",
            folder.display()
        );
        return;
    }
    // An empty folder compiles too; the program then says that the page was not built.
    let page = root.join("web").join("dist");
    if let Err(error) = fs::create_dir_all(&page) {
        println!("cargo:error={} cannot be made: {error}", page.display());
        return;
    }
    println!("cargo:rerun-if-changed={}", page.display());
    println!("cargo:rustc-link-search=native={}", folder.display());
    println!("cargo:rustc-link-arg=-Wl,-rpath,$ORIGIN:$ORIGIN/../lib:{}", folder.display());
}
