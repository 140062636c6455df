//! Data that nothing reads any more is filled with zeros, which cost nothing once compressed.
//!
//! The linker puts all constants of a module into one piece. When the optimiser drops a function later, what only this
//! function read stays: texts of errors, tables of characters, the places in the source that a panic names. Where one
//! datum ends and the next begins only the linker knows. `--emit-relocs` (`build.rs` of each module) makes it write that
//! down: <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use super::wasm::{Module, Reader, numbers};
use anyhow::{Context, Result, bail};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

/// What the linker wrote down about a module.
pub struct Linked {
    /// The addresses of each datum, by the number of its symbol.
    data: BTreeMap<u32, Range<u32>>,
    /// A number in the code that is an address, and the data that it was made from. It need not lie within them: a table
    /// that is asked from 'a' on may be named by an address before its beginning.
    meant: HashMap<u32, Vec<u32>>,
}

impl Linked {
    /// Reads it from the module as the linker wrote it.
    ///
    /// # Errors
    /// When it is not there, or not well formed.
    pub fn read(wasm: &[u8]) -> Result<Self> {
        let module = Module::read(wasm)?;
        let section = |name| {
            let found = module.custom(name)?;
            found
                .map(Reader)
                .with_context(|| format!("the linker wrote no section {name}: see `build.rs` of the module"))
        };
        let data = data(&module, section("linking")?)?;
        let mut meant: HashMap<u32, Vec<u32>> = HashMap::new();
        for (symbol, added) in addresses_in_code(section("reloc.CODE")?)? {
            if let Some(it) = data.get(&symbol) {
                meant.entry(it.start.wrapping_add(added)).or_default().push(symbol);
            }
        }
        Ok(Self { data, meant })
    }

    /// The data that a number in the code may be an address of. The linker knows the numbers that it wrote; another, which the
    /// optimiser made, is taken for an address of what it lies in or right behind.
    fn named(&self, number: u32) -> Vec<u32> {
        let lies_in = || self.data.iter().filter(|(_, it)| (it.start..=it.end).contains(&number));
        self.meant.get(&number).cloned().unwrap_or_else(|| lies_in().map(|(symbol, _)| *symbol).collect())
    }

    /// The data that a word among the data may be an address of.
    fn pointed(&self, word: u32) -> impl Iterator<Item = u32> {
        self.data.iter().filter(move |(_, it)| it.contains(&word)).map(|(symbol, _)| *symbol)
    }
}

/// Leaves out what the linker wrote down: the optimiser would take the module for one that is still to be linked.
///
/// # Errors
/// When the module is not well formed.
pub fn without_linking(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::read(wasm)?;
    module.drop_custom(|name| name == b"linking" || name.starts_with(b"reloc."));
    Ok(module.write())
}

/// Fills with zeros what no number in the code and no other datum that is read names. `linked` is of the same module, as
/// it was linked: later tools change the code, and leave the data where they are.
///
/// # Errors
/// When the module is not well formed, or has other data than were linked.
pub fn without_unread(wasm: &[u8], linked: &Linked) -> Result<Vec<u8>> {
    let mut module = Module::read(wasm)?;
    let segments = module.segments()?;
    let place = |address: u32| {
        let it = segments.iter().find(|it| it.address <= address && address - it.address < it.length())?;
        Some(it.place.start + (address - it.address) as usize)
    };
    let numbers: BTreeSet<u32> = numbers(module.code()?).collect();
    let mut todo: Vec<u32> = numbers.into_iter().flat_map(|number| linked.named(number)).collect();
    let data = module.data_mut()?;
    let mut read = BTreeSet::new();
    while let Some(symbol) = todo.pop() {
        if read.insert(symbol) {
            let words = linked.data[&symbol].clone().filter(|address| address % 4 == 0);
            let word = |address| Some(u32::from_le_bytes(data.get(place(address)?..)?.first_chunk().copied()?));
            todo.extend(words.filter_map(word).flat_map(|word| linked.pointed(word)));
        }
    }
    let kept: BTreeSet<u32> = read.iter().flat_map(|symbol| linked.data[symbol].clone()).collect();
    let unread = linked.data.values().cloned().flatten().filter(|address| !kept.contains(address));
    let unread: Vec<usize> = unread.filter_map(place).collect();
    if kept.is_empty() || unread.is_empty() {
        let (kept, unread) = (kept.len(), unread.len());
        bail!("{kept} bytes of data are read and {unread} are not: was this module linked otherwise?");
    }
    for at in unread {
        data[at] = 0;
    }
    Ok(module.write())
}

/// The addresses of the data among the symbols, by the symbol's number.
fn data(module: &Module, mut linking: Reader) -> Result<BTreeMap<u32, Range<u32>>> {
    const SYMBOLS: u8 = 8;
    const DATA: u8 = 1;
    const SECTION: u8 = 3;
    const UNDEFINED: u32 = 0x10;
    const NAMED: u32 = 0x40;
    let segments = module.segments()?;
    let mut found = BTreeMap::new();
    linking.number().context("no version")?;
    while !linking.0.is_empty() {
        let id = linking.byte()?;
        let mut part = Reader(linking.sized()?);
        if id != SYMBOLS {
            continue;
        }
        for symbol in 0..part.number()? {
            let (kind, flags) = (part.byte()?, part.number()?);
            let defined = flags & UNDEFINED == 0;
            match kind {
                DATA => {
                    part.sized()?;
                    if defined {
                        let (segment, offset, size) = (part.number()?, part.number()?, part.number()?);
                        // Memory that begins as zeros has no segment, and nothing to leave out.
                        if let Some(it) = segments.get(segment as usize) {
                            found.insert(symbol, it.address + offset..it.address + offset + size);
                        }
                    }
                }
                SECTION => drop(part.number()?),
                _ => {
                    part.number()?;
                    if defined || flags & NAMED != 0 {
                        part.sized()?;
                    }
                }
            }
        }
    }
    Ok(found)
}

/// The symbols whose addresses stand in the code, each with what was added to it.
fn addresses_in_code(mut relocations: Reader) -> Result<Vec<(u32, u32)>> {
    // An address of data in one of its spellings; an offset in a function or a section, which has something added, too; and
    // numbers of functions, places in the table, types, globals, tables. Others are for larger memories and threads.
    const ADDRESSES: [u8; 3] = [3, 4, 5];
    const OFFSETS: [u8; 2] = [8, 9];
    const NUMBERS: [u8; 7] = [0, 1, 2, 6, 7, 13, 20];
    relocations.number().context("no section is named")?;
    let mut found = Vec::new();
    for _ in 0..relocations.number()? {
        let (kind, _, symbol) = (relocations.byte()?, relocations.number()?, relocations.number()?);
        if ADDRESSES.contains(&kind) || OFFSETS.contains(&kind) {
            let added = relocations.signed()?;
            found.extend(ADDRESSES.contains(&kind).then_some((symbol, added)));
        } else if !NUMBERS.contains(&kind) {
            bail!("a relocation of kind {kind} in the code: expected {ADDRESSES:?}, {OFFSETS:?} or {NUMBERS:?}");
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::shake::wasm::tests::with_sections;

    /// Two data of four bytes and one of eight at 1024, the last of which names the second; the code names what is given.
    fn linked(code: &[u8]) -> Vec<u8> {
        let linking = b"\x02\x08\x16\x03\x01\x02\x01a\x00\x00\x04\x01\x02\x01b\x00\x04\x04\x01\x02\x01c\x00\x08\x08";
        let relocations = b"\x03\x01\x04\x00\x00\x7c";
        let data = b"\x01\x00\x41\x80\x08\x0b\x10\x61\x61\x61\x61\x62\x62\x62\x62\x04\x04\x00\x00\x63\x63\x63\x63";
        let custom = |name: &[u8], body: &[u8]| [&[u8::try_from(name.len()).unwrap()], name, body].concat();
        with_sections(&[
            (10, [&[1, u8::try_from(code.len() + 1).unwrap(), 0], code].concat()),
            (11, data.to_vec()),
            (0, custom(b"linking", linking)),
            (0, custom(b"reloc.CODE", relocations)),
        ])
    }

    fn left(code: &[u8]) -> Result<Vec<u8>> {
        let wasm = linked(code);
        let mut module = Module::read(&without_unread(&wasm, &Linked::read(&wasm)?)?)?;
        Ok(module.data_mut()?[7..].to_vec())
    }

    #[test]
    fn what_the_code_names_and_what_that_names_stays() {
        assert_eq!(
            left(b"\x41\x8a\x08\x0b").unwrap(),
            b"\0\0\0\0bbbb\x04\x04\0\0cccc",
            "the third, which names the second"
        );
        assert_eq!(left(b"\x41\x86\x08\x0b").unwrap(), b"\0\0\0\0bbbb\0\0\0\0\0\0\0\0", "the second alone");
    }

    #[test]
    fn an_address_before_its_datum_keeps_it() {
        assert_eq!(left(b"\x41\xfc\x07\x0b").unwrap(), b"aaaa\0\0\0\0\0\0\0\0\0\0\0\0", "1020 was made from the first");
    }

    #[test]
    fn a_module_of_other_data_is_refused() {
        assert!(left(b"\x41\x01\x0b").unwrap_err().to_string().starts_with("0 bytes of data are read and 16 are not"));
        let bare = without_linking(&linked(b"\x41\x01\x0b")).unwrap();
        let error = Linked::read(&bare).err().unwrap().to_string();
        assert!(error.contains("linking") && error.contains("build.rs"), "{error}");
    }
}
