//! Files of conversations: the name and kind in the database, the bytes sealed in the data folder.

use super::{
    Answer, Store,
    sealing::{Kept, write_sealed},
};
use crate::refuse::Refuse;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::fs;
use uuid::Uuid;
use wire::{Millis, file::FileInfo};

/// A file that is to be kept.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// Of the bytes as they were sent, hexadecimal: it knows what is sent again.
    pub hash: &'a str,
    pub name: &'a str,
    pub kind: &'static str,
    pub bytes: &'a [u8],
    /// Files from the customer's side that a conversation may have; `None`: it comes from an agent.
    pub most: Option<u32>,
}

impl Store {
    /// The file of this hash if the conversation has it already; else there is room for one more.
    pub fn room_for_file(&self, conversation: &str, hash: &str, most: Option<u32>) -> Answer<Option<FileInfo>> {
        if let Some((known, _)) = self.file_by(conversation, "hash", &self.name_of(hash))? {
            return Ok(Some(known));
        }
        let Some(most) = most else { return Ok(None) };
        let had: u32 = self.db.query_row(
            "SELECT count(*) FROM files WHERE conversation = ?1 AND by_agent = 0",
            [conversation],
            |row| row.get(0),
        )?;
        if had < most {
            return Ok(None);
        }
        Err(Refuse::unacceptable(
            "too_many_files",
            format!("A conversation may have {most} files from the customer; it has them. Use words."),
        ))
    }

    /// Keeps a file; the same bytes in the same conversation are the same file.
    pub fn add_file(&mut self, conversation: &str, file: &NewFile<'_>, now: Millis) -> Answer<FileInfo> {
        if let Some(known) = self.room_for_file(conversation, file.hash, file.most)? {
            return Ok(known);
        }
        let kept = self.name_of(file.hash);
        if !self.path(&kept).exists() {
            write_sealed(&self.keys, &self.path(&kept), file.bytes)?;
        }
        let (id, size) = (Uuid::now_v7().to_string(), u64::try_from(file.bytes.len()).unwrap_or(u64::MAX));
        self.db.execute(
            "INSERT INTO files (id, conversation, hash, name, kind, bytes, by_agent, at) \
             VALUES (?1, ?2, ?3, seal(?4), ?5, ?6, ?7, ?8)",
            params![id, conversation, kept, file.name, file.kind, size, file.most.is_none(), now],
        )?;
        Ok(FileInfo { file: id, name: file.name.into(), kind: file.kind.into(), bytes: size })
    }

    /// What a conversation's file is, and its bytes.
    pub fn file(&self, conversation: &str, id: &str) -> Answer<(FileInfo, Kept)> {
        let (info, name) =
            self.file_by(conversation, "id", id)?.ok_or_else(|| Refuse::unknown("unknown_file", "file"))?;
        Ok((info, self.kept(&name)))
    }

    /// Deletes the bytes of files that no conversation has any more.
    pub fn delete_bytes(&self, hashes: &[String]) {
        for hash in hashes {
            if let Err(error) = fs::remove_file(self.path(hash)) {
                tracing::error!(%error, "a file of an erased conversation could not be deleted");
            }
        }
    }

    fn file_by(&self, conversation: &str, column: &str, value: &str) -> Answer<Option<(FileInfo, String)>> {
        let sql =
            format!("SELECT id, unseal(name), kind, bytes, hash FROM files WHERE conversation = ?1 AND {column} = ?2");
        let mut query = self.db.prepare_cached(&sql)?;
        let columns = |row: &Row<'_>| {
            let info = FileInfo { file: row.get(0)?, name: row.get(1)?, kind: row.get(2)?, bytes: row.get(3)? };
            Ok((info, row.get(4)?))
        };
        Ok(query.query_row([conversation, value], columns).optional()?)
    }
}

/// Hashes of a visitor's files.
pub(super) fn hashes_of(db: &Connection, visitor: &str) -> Answer<Vec<String>> {
    let sql = "SELECT DISTINCT f.hash FROM files f JOIN conversations c ON c.id = f.conversation WHERE c.visitor = ?1";
    Ok(db.prepare(sql)?.query_map([visitor], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Those of them that no conversation has.
pub(super) fn orphans(db: &Connection, hashes: Vec<String>) -> Answer<Vec<String>> {
    let mut query = db.prepare("SELECT EXISTS (SELECT 1 FROM files WHERE hash = ?1)")?;
    let mut alone = Vec::new();
    for hash in hashes {
        if !query.query_row([&hash], |row| row.get::<_, bool>(0))? {
            alone.push(hash);
        }
    }
    Ok(alone)
}
