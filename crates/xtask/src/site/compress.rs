//! Compressing once at the highest level, so that the desk never compresses while a shopper waits.

use super::WORTH_COMPRESSING;
use crate::stamp::files_below;
use anyhow::{Context, Result, anyhow};
use brotli::enc::{BrotliCompress, BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

const EXTENSIONS: [&str; 10] = ["html", "js", "mjs", "css", "wasm", "svg", "pack", "json", "txt", "webmanifest"];

/// Logarithms of the bytes of a block that brotli has tables of its own for; 18 is what it takes by itself.
const BLOCKS: [i32; 3] = [16, 18, 20];

/// Writes `.br` and `.gz` beside each file below `site` that shrinks by it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress(site: &Path) -> Result<()> {
    let files = Mutex::new(files_below(site)?);
    let next = || files.lock().ok().and_then(|mut files| files.pop());
    let work = || -> Result<()> {
        while let Some(file) = next() {
            compress_file(&file)?;
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("compressing stopped halfway"))?)
    })
}

fn compress_file(path: &PathBuf) -> Result<()> {
    let extension = path.extension().unwrap_or_default();
    if !EXTENSIONS.iter().any(|it| *it == extension) {
        return Ok(());
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if bytes.len() as u64 <= WORTH_COMPRESSING {
        return Ok(());
    }
    for (extension, smaller) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
        if smaller.len() < bytes.len() {
            let path = path.with_added_extension(extension);
            fs::write(&path, smaller).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}

/// Quality 11, window 22, as `brotli -q 11`, in blocks of the size that serves these bytes best: a file of unlike parts, as a
/// pack is, wants small ones.
///
/// # Errors
/// When the compressor fails.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let in_blocks = |lgblock| {
        let parameters =
            BrotliEncoderParams { quality: 11, lgwin: 22, lgblock, size_hint: bytes.len(), ..Default::default() };
        let mut smaller = Vec::new();
        BrotliCompress(&mut &*bytes, &mut smaller, &parameters)?;
        Ok(smaller)
    };
    let all = BLOCKS.into_iter().map(in_blocks).collect::<Result<Vec<_>>>()?;
    all.into_iter().min_by_key(Vec::len).context("no size of blocks to compress in")
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_shrinks_is_compressed_and_comes_back_whole() {
        let site = tempfile::tempdir().unwrap();
        let text = "人在:有人在。".repeat(200);
        let path = |name: &str| site.path().join(name);
        fs::write(path("page.html"), &text).unwrap();
        fs::write(path("small.html"), "<p>").unwrap();
        fs::write(path("photo.png"), &text).unwrap();
        compress(site.path()).unwrap();
        assert_eq!(files_below(site.path()).unwrap().len(), 5, "two beside the page, none beside the others");

        let mut back = Vec::new();
        let compressed = fs::read(path("page.html.br")).unwrap();
        brotli::BrotliDecompress(&mut compressed.as_slice(), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        let mut back = String::new();
        let compressed = fs::read(path("page.html.gz")).unwrap();
        flate2::read::GzDecoder::new(compressed.as_slice()).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
    }
}
