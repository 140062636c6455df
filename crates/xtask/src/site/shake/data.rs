//! What nothing reads or calls any more goes, though it lies among what is needed.
//!
//! The linker puts all constants of a module into one piece, and all functions that are called by their place into one
//! table. When the optimiser drops a function later, what only this function read stays: texts of errors, tables of
//! characters, the places in the source that a panic names. So does what only this function called by its place. Where one
//! datum ends and the next begins, and which numbers are addresses or places, only the linker knows. `--emit-relocs`
//! (`build.rs` of each module) makes it write that down:
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use super::{
    code::named,
    wasm::{Module, Reader, Segment},
};
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
    /// The places in the table that the code names.
    placed_by_code: BTreeSet<u32>,
    /// The places in the table that data name, by the address of the word that does.
    placed_by_data: BTreeMap<u32, u32>,
}

/// What of a module is still needed.
struct Needed {
    /// Numbers of the symbols of data.
    data: BTreeSet<u32>,
    /// Places in the table.
    places: BTreeSet<u32>,
}

impl Linked {
    /// Reads it from the module as the linker wrote it.
    ///
    /// # Errors
    /// When it is not there, or not well formed.
    pub fn read(wasm: &[u8]) -> Result<Self> {
        let mut module = Module::read(wasm)?;
        let section = |name| {
            let found = module.custom(name)?;
            found
                .map(Reader)
                .with_context(|| format!("the linker wrote no section {name}: see `build.rs` of the module"))
        };
        let data = data(&module, section("linking")?)?;
        let (in_code, in_data) = (relocations(section("reloc.CODE")?)?, relocations(section("reloc.DATA")?)?);
        let (mut meant, mut placed_by_code) = (HashMap::<u32, Vec<u32>>::new(), BTreeSet::new());
        let code = module.code()?;
        for it in in_code {
            if let (Some(added), Some(datum)) = (it.address, data.get(&it.symbol)) {
                meant.entry(datum.start.wrapping_add(added)).or_default().push(it.symbol);
            } else if it.is_place {
                placed_by_code.insert(Reader(code.get(it.at..).unwrap_or_default()).signed()?);
            }
        }
        let segments = module.segments()?;
        let bytes = module.data_mut()?;
        let place = |it: Relocation| Some((address(&segments, it.at)?, word(bytes, it.at)?));
        let placed_by_data = in_data.into_iter().filter(|it| it.is_place).filter_map(place).collect();
        Ok(Self { data, meant, placed_by_code, placed_by_data })
    }

    /// What these functions reach: what they call and name, and what that names.
    fn needed(&self, module: &mut Module, mut calls: Vec<u32>) -> Result<Needed> {
        let (segments, table, imported) = (module.segments()?, module.places()?, module.imported_functions()?);
        let code = module.bodies()?.into_iter().map(named).collect::<Result<Vec<_>>>()?;
        let bytes = module.data_mut()?;
        let (mut functions, mut data, mut places) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        while let Some(function) = calls.pop() {
            let own = function.checked_sub(imported).and_then(|it| code.get(it as usize));
            let Some(own) = own.filter(|_| functions.insert(function)) else { continue };
            calls.extend(&own.functions);
            let mut here: Vec<u32> =
                own.constants.iter().filter(|it| self.placed_by_code.contains(it)).copied().collect();
            let mut todo: Vec<u32> = own.constants.iter().chain(&own.offsets).flat_map(|it| self.named(*it)).collect();
            while let Some(symbol) = todo.pop() {
                if data.insert(symbol) {
                    let addresses = self.data[&symbol].clone();
                    let aligned = addresses.clone().filter(|it| it % 4 == 0);
                    let words = aligned.filter_map(|it| word(bytes, offset(&segments, it)?));
                    todo.extend(words.flat_map(|word| self.pointed(word)));
                    here.extend(self.placed_by_data.range(addresses).map(|(_, place)| *place));
                }
            }
            calls.extend(here.iter().filter_map(|place| table.get(place)));
            places.extend(here);
        }
        Ok(Needed { data, places })
    }

    fn is_placed(&self, place: u32) -> bool {
        self.placed_by_code.contains(&place) || self.placed_by_data.values().any(|it| *it == place)
    }

    /// The data that a number in the code may be an address of: what the linker made it from, or else what it lies right
    /// behind, as a number may that the optimiser made; and what it lies in.
    fn named(&self, number: u32) -> Vec<u32> {
        let behind = || self.data.iter().filter(|(_, it)| it.end == number).map(|(symbol, _)| *symbol).collect();
        let mut named: Vec<u32> = self.meant.get(&number).cloned().unwrap_or_else(behind);
        named.extend(self.pointed(number));
        named
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

/// Puts a function that stops the module into each place of the table that nothing names any more that is reached; answers how
/// many they are. The optimiser drops what only stood there.
///
/// # Errors
/// When the module is not well formed, or no function in it stops.
pub fn without_uncalled(wasm: &[u8], linked: &Linked) -> Result<(Vec<u8>, usize)> {
    let mut module = Module::read(wasm)?;
    let mut outside = module.called_from_outside()?;
    // What later tools put into the table is for somebody outside, too.
    outside
        .extend(module.places()?.iter().filter(|(place, _)| !linked.is_placed(**place)).map(|(_, function)| *function));
    let needed = linked.needed(&mut module, outside)?;
    let stopped = module.stop_places(|place| linked.is_placed(place) && !needed.places.contains(&place))?;
    Ok((module.write(), stopped))
}

/// Fills with zeros what no function names, nor a datum that is named. `linked` is of the same module, as it was linked: later
/// tools change the code, and leave the data where they are. All functions count: the optimiser has dropped the others, and may
/// have made a place in the table of other numbers.
///
/// # Errors
/// When the module is not well formed, or has other data than were linked.
pub fn without_unread(wasm: &[u8], linked: &Linked) -> Result<Vec<u8>> {
    let mut module = Module::read(wasm)?;
    let imported = module.imported_functions()?;
    let all = (imported..).take(module.bodies()?.len()).collect();
    let needed = linked.needed(&mut module, all)?;
    let segments = module.segments()?;
    let kept: BTreeSet<u32> = needed.data.iter().flat_map(|symbol| linked.data[symbol].clone()).collect();
    let unread = linked.data.values().cloned().flatten().filter(|address| !kept.contains(address));
    let unread: Vec<usize> = unread.filter_map(|address| offset(&segments, address)).collect();
    if kept.is_empty() || unread.is_empty() {
        let (kept, unread) = (kept.len(), unread.len());
        bail!("{kept} bytes of data are read and {unread} are not: was this module linked otherwise?");
    }
    let data = module.data_mut()?;
    for at in unread {
        data[at] = 0;
    }
    Ok(module.write())
}

/// Where the byte of this address lies in the data section.
fn offset(segments: &[Segment], address: u32) -> Option<usize> {
    let it = segments.iter().find(|it| it.address <= address && ((address - it.address) as usize) < it.place.len())?;
    Some(it.place.start + (address - it.address) as usize)
}

/// The address of the byte that lies there in the data section.
fn address(segments: &[Segment], at: usize) -> Option<u32> {
    let it = segments.iter().find(|it| it.place.contains(&at))?;
    Some(it.address + u32::try_from(at - it.place.start).ok()?)
}

fn word(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..)?.first_chunk().copied()?))
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

/// A number in a section that the linker made from a symbol.
struct Relocation {
    /// Where it lies in the section.
    at: usize,
    symbol: u32,
    /// It is the address of data with this added.
    address: Option<u32>,
    /// It is a place in the table of functions.
    is_place: bool,
}

fn relocations(mut section: Reader) -> Result<Vec<Relocation>> {
    // An address of data in one of its spellings; an offset in a function or a section, which has something added, too; a
    // place in the table; and numbers of functions, types, globals, tables. Others are for larger memories and threads.
    const ADDRESSES: [u8; 3] = [3, 4, 5];
    const OFFSETS: [u8; 2] = [8, 9];
    const PLACES: [u8; 2] = [1, 2];
    const NUMBERS: [u8; 5] = [0, 6, 7, 13, 20];
    section.number().context("no section is named")?;
    let mut found = Vec::new();
    for _ in 0..section.number()? {
        let (kind, at, symbol) = (section.byte()?, section.number()? as usize, section.number()?);
        let (is_address, is_place) = (ADDRESSES.contains(&kind), PLACES.contains(&kind));
        let added = if is_address || OFFSETS.contains(&kind) { Some(section.signed()?) } else { None };
        if added.is_none() && !is_place && !NUMBERS.contains(&kind) {
            bail!("a relocation of kind {kind}: expected {ADDRESSES:?}, {OFFSETS:?}, {PLACES:?} or {NUMBERS:?}");
        }
        found.push(Relocation { at, symbol, address: added.filter(|_| is_address), is_place });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::shake::wasm::tests::with_sections;

    /// Two data of four bytes and one of eight at 1024, the last of which names the second and place 2 of the table. The first
    /// function has the given code; the second, at place 1, only stops; the third is at place 2.
    fn linked(code: &[u8]) -> Vec<u8> {
        let linking = b"\x02\x08\x16\x03\x01\x02\x01a\x00\x00\x04\x01\x02\x01b\x00\x04\x04\x01\x02\x01c\x00\x08\x08";
        let in_code = b"\x03\x01\x04\x00\x00\x7c";
        let in_data = b"\x04\x01\x02\x13\x00";
        let data = b"\x01\x00\x41\x80\x08\x0b\x10\x61\x61\x61\x61\x62\x62\x62\x62\x04\x04\x00\x00\x02\x00\x00\x00";
        let custom = |name: &[u8], body: &[u8]| [&[u8::try_from(name.len()).unwrap()], name, body].concat();
        let first = u8::try_from(code.len() + 1).unwrap();
        with_sections(&[
            (2, vec![0]),
            (7, b"\x01\x01f\x00\x00".to_vec()),
            (9, b"\x01\x00\x41\x01\x0b\x02\x01\x02".to_vec()),
            (10, [&[3, first, 0], code, b"\x03\x00\x00\x0b\x02\x00\x0b"].concat()),
            (11, data.to_vec()),
            (0, custom(b"linking", linking)),
            (0, custom(b"reloc.CODE", in_code)),
            (0, custom(b"reloc.DATA", in_data)),
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
            b"\0\0\0\0bbbb\x04\x04\0\0\x02\0\0\0",
            "the third, which names the second"
        );
        assert_eq!(left(b"\x41\x86\x08\x0b").unwrap(), b"\0\0\0\0bbbb\0\0\0\0\0\0\0\0", "the second alone");
    }

    #[test]
    fn an_address_before_its_datum_keeps_it() {
        assert_eq!(left(b"\x41\xfc\x07\x0b").unwrap(), b"aaaa\0\0\0\0\0\0\0\0\0\0\0\0", "1020 was made from the first");
    }

    #[test]
    fn a_function_goes_that_only_unread_data_place_in_the_table() {
        let uncalled = |code: &[u8]| {
            let wasm = linked(code);
            without_uncalled(&wasm, &Linked::read(&wasm).unwrap()).unwrap().1
        };
        assert_eq!(uncalled(b"\x41\x8a\x08\x0b"), 0, "the third datum is read, and names place 2");
        assert_eq!(uncalled(b"\x41\x86\x08\x0b"), 1, "nothing names it");
    }

    #[test]
    fn a_module_of_other_data_is_refused() {
        assert!(left(b"\x41\x01\x0b").unwrap_err().to_string().starts_with("0 bytes of data are read and 16 are not"));
        let bare = without_linking(&linked(b"\x41\x01\x0b")).unwrap();
        let error = Linked::read(&bare).err().unwrap().to_string();
        assert!(error.contains("linking") && error.contains("build.rs"), "{error}");
    }
}
