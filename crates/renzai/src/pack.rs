//! `renzai pack`: from a folder of sources to the file that the widget reads.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cli::Pack;
use crate::out::print;
use crate::sources::{build, count, draft, today};

pub(crate) fn run(given: &Pack) -> Result<()> {
    let Pack { sources, output } = given;
    may_replace(output)?;
    let untouched = || format!("{} was not written", output.display());
    let draft = draft(&sources.dir, sources.site.as_deref(), today()).with_context(untouched)?;
    let phrasings: usize = draft.phrasings.iter().map(Vec::len).sum();
    let (pack, took) = build(draft);
    let bytes = pack.write();
    write(output, &bytes).with_context(untouched)?;
    print(&format!(
        "{}: {}, {}, {} bytes, {} ms\n",
        output.display(),
        count(pack.knowledge.entries.len(), "entry"),
        count(phrasings, "phrasing"),
        bytes.len(),
        took.as_millis()
    ))
}

/// A slip of the keyboard must not cost the merchant a table: only a pack, or an empty file, is replaced.
fn may_replace(output: &Path) -> Result<()> {
    let name = output.display();
    if output.is_dir() {
        bail!("{name}: error: this is a folder, a file was expected\n  hint: write -o {name}/faq.pack");
    }
    let Ok(earlier) = std::fs::File::open(output) else { return Ok(()) };
    let mut begin = Vec::new();
    earlier.take(4).read_to_end(&mut begin).with_context(|| format!("{name} cannot be read"))?;
    if !begin.is_empty() && begin != b"RZPK" {
        bail!("{name}: error: there is a file of this name, and it is no pack\n  hint: choose another name for -o");
    }
    Ok(())
}

/// All or nothing: the bytes are complete on disk before the name points to them.
fn write(output: &Path, bytes: &[u8]) -> Result<()> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        bail!("{}: error: folder not found\n  hint: make it first: mkdir -p {}", folder.display(), folder.display());
    }
    let mut builder = tempfile::Builder::new();
    readable(&mut builder);
    let mut file = builder.tempfile_in(folder).with_context(|| format!("cannot write into {}", folder.display()))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).context("is the disk full?")?;
    file.persist(output)?;
    Ok(())
}

/// Temporary files are secret by default; a pack is read by the web server.
#[cfg(unix)]
fn readable(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable(_: &mut tempfile::Builder<'_, '_>) {}
