//! The compiler's standard library for the browser.

use super::announce;
use crate::run::{capture, run};
use anyhow::{Context, Result, bail};
use std::{path::Path, process::Command};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target by rustup, if the compiler does not have it.
///
/// # Errors
/// When there is no rustup to ask.
pub fn ensure() -> Result<()> {
    if is_there()? {
        return Ok(());
    }
    announce(&format!("the Rust target {TARGET}"), "a few seconds, 20 MB");
    run(Command::new("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("the compiler cannot build for {TARGET}: install rustup (https://rustup.rs), or that target by hand")
    })?;
    if !is_there()? {
        bail!(
            "rustup added {TARGET} to a toolchain that is not the `rustc` on PATH: put rustup's folder first on PATH"
        );
    }
    Ok(())
}

fn is_there() -> Result<bool> {
    let libraries = capture(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(Path::new(libraries.trim()).is_dir())
}
