//! `renzai desk backup`, `restore`, `rekey` and `forget`, `renzai audit verify`: that nothing is lost, and nothing changed
//! unseen.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use desk::{Chain, Copied, Forgotten, Resealed};

pub(crate) fn back_up(data: &Path, to: &Path) -> Result<()> {
    let copied = desk::back_up(data, to).map_err(|why| anyhow!("{why}"))?;
    println!("copied        {}", said(copied));
    println!("to            {}", to.display());
    Ok(())
}

pub(crate) fn forget(data: &Path, days: u32) -> Result<()> {
    let Forgotten { conversations, tickets, notes, visitors, files } =
        desk::forget(data, days).map_err(|why| anyhow!("{why}"))?;
    println!(
        "forgotten     {conversations} conversations, {tickets} tickets, {notes} notes, {visitors} visitors, {files} files"
    );
    Ok(())
}

pub(crate) fn rekey(data: &Path) -> Result<()> {
    let Resealed { values, files, place } = desk::change_key(data).map_err(|why| anyhow!("{why}"))?;
    println!("sealed anew   {values} values, {files} files");
    println!("the key       {place}; keep a copy of it where the data is not");
    Ok(())
}

pub(crate) fn restore(from: &Path, data: &Path) -> Result<()> {
    let copied = desk::restore(from, data).map_err(|why| anyhow!("{why}"))?;
    println!("put back      {}", said(copied));
    println!("in            {}", data.display());
    Ok(())
}

/// The head is printed, so that it can be noted where whoever changes the file cannot reach it.
pub(crate) fn verify(data: &Path, noted: Option<&str>) -> Result<()> {
    let noted = noted.unwrap_or_default().to_lowercase();
    match desk::verify_log(data, &noted).map_err(|why| anyhow!("{why}"))? {
        Chain::Broken { line } => bail!(
            "The log was changed: line {line} is not as it was written, or lines before it are missing. Compare it with \
             an older backup (`renzai desk backup` makes one), and see who may write to {}.",
            data.display()
        ),
        Chain::Whole { lines, noted: None, .. } if !noted.is_empty() => bail!(
            "None of the {lines} lines has the head {noted}. Either it was copied wrongly, or the end of the log was cut \
             off or written anew since it was noted."
        ),
        Chain::Whole { lines, head, noted } => {
            println!("lines         {lines}, each as it was written");
            if let Some(line) = noted {
                println!("noted         line {line}, and all before it, as they were then");
            }
            println!("head          {head}");
        }
    }
    Ok(())
}

fn said(copied: Copied) -> String {
    let Copied { conversations, files, bytes, opened } = copied;
    let key =
        if opened { "each word opens with the key" } else { "the key is not here, so that no word was looked at" };
    format!("{conversations} conversations, {files} files, {bytes} bytes; the database is whole; {key}")
}
