//! As much of a WebAssembly module as shrinking needs: its sections, the names of its functions, its data.

use anyhow::{Context, Result, bail};
use std::{collections::BTreeMap, ops::Range};

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const TABLE: u8 = 9;
const CODE: u8 = 10;
const DATA: u8 = 11;
const CUSTOM: u8 = 0;

/// A function's body: no locals, `unreachable`, `end`.
const STOP: [u8; 3] = [0, 0, 11];

/// A module, cut into its parts.
pub struct Module {
    sections: Vec<(u8, Vec<u8>)>,
}

/// A piece of memory that the module brings with it.
pub struct Segment {
    /// Where it goes in the memory.
    pub address: u32,
    /// Where it lies in the data section.
    pub place: Range<usize>,
}

impl Module {
    /// Reads a module.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut rest = Reader(bytes.strip_prefix(b"\0asm\x01\0\0\0").context("this is no WebAssembly module")?);
        let mut sections = Vec::new();
        while !rest.0.is_empty() {
            let id = rest.byte()?;
            sections.push((id, rest.sized()?.to_vec()));
        }
        Ok(Self { sections })
    }

    /// Writes it.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        for (id, section) in &self.sections {
            bytes.push(*id);
            bytes.extend(sized(section));
        }
        bytes
    }

    /// Replaces the functions whose name is `chosen` by one that stops the module; answers how many they are.
    ///
    /// # Errors
    /// When the module has no names, or is not well formed.
    pub fn stop_in(&mut self, chosen: impl Fn(&str) -> bool) -> Result<usize> {
        let names = self.names()?;
        // Imported functions come first when functions are counted.
        let imported = self.imported_functions()?;
        let (mut stopped, mut bodies) = (0, Vec::new());
        let all = self.bodies()?;
        let count = u32::try_from(all.len())?;
        for (at, body) in (0..count).zip(all) {
            let is_chosen = names.iter().any(|(index, name)| *index == imported + at && chosen(name));
            stopped += usize::from(is_chosen);
            bodies.extend(sized(if is_chosen { &STOP } else { body }));
        }
        *self.section_mut(CODE)? = [number(count), bodies].concat();
        Ok(stopped)
    }

    /// Puts a function that stops the module into the chosen places of the table; answers in how many there was another one.
    ///
    /// # Errors
    /// When no function stops, the table is not filled from fixed places on, or the module is not well formed.
    pub fn stop_places(&mut self, chosen: impl Fn(u32) -> bool) -> Result<usize> {
        let stop = self.bodies()?.iter().position(|body| *body == STOP).context("no function only stops the module")?;
        let stop = self.imported_functions()? + u32::try_from(stop)?;
        let places = self.places()?;
        let (mut stopped, mut section) = (0, number(u32::try_from(places.len())?));
        for (place, function) in places {
            let stops = function != stop && chosen(place);
            stopped += usize::from(stops);
            // A part of its own for each: the optimiser puts them together again.
            section.extend(
                [vec![0, 0x41], signed(place), vec![0x0b, 1], number(if stops { stop } else { function })].concat(),
            );
        }
        *self.section_mut(TABLE)? = section;
        Ok(stopped)
    }

    /// The imported functions in their order: from where, and their names.
    ///
    /// # Errors
    /// When something else than functions is imported, or the module is not well formed.
    pub fn imports(&self) -> Result<Vec<(String, String)>> {
        Ok(self.imported()?.into_iter().map(|(place, name, _)| (place, name)).collect())
    }

    /// Gives the imported functions other places and names.
    ///
    /// # Errors
    /// As of [`Module::imports`].
    pub fn rename_imports(&mut self, new: impl Fn(&str, &str) -> (String, String)) -> Result<()> {
        let all = self.imported()?;
        let mut section = number(u32::try_from(all.len())?);
        for (place, name, kind) in all {
            let (place, name) = new(&place, &name);
            section.extend([sized(place.as_bytes()), sized(name.as_bytes()), vec![0], number(kind)].concat());
        }
        *self.section_mut(IMPORTS)? = section;
        Ok(())
    }

    /// The names of what the module exports, in their order.
    ///
    /// # Errors
    /// When the module is not well formed.
    pub fn exports(&self) -> Result<Vec<String>> {
        Ok(self.exported()?.into_iter().map(|(name, ..)| name).collect())
    }

    /// Gives what the module exports other names.
    ///
    /// # Errors
    /// When the module is not well formed.
    pub fn rename_exports(&mut self, new: impl Fn(&str) -> String) -> Result<()> {
        let all = self.exported()?;
        let mut section = number(u32::try_from(all.len())?);
        for (name, kind, index) in all {
            section.extend([sized(new(&name).as_bytes()), vec![kind], number(index)].concat());
        }
        *self.section_mut(EXPORTS)? = section;
        Ok(())
    }

    /// The content of the custom section of this name.
    ///
    /// # Errors
    /// When the module is not well formed.
    pub fn custom(&self, name: &str) -> Result<Option<&[u8]>> {
        for (_, section) in self.sections.iter().filter(|(id, _)| *id == CUSTOM) {
            let mut rest = Reader(section);
            if rest.sized()? == name.as_bytes() {
                return Ok(Some(rest.0));
            }
        }
        Ok(None)
    }

    /// Leaves out the custom sections whose name is `chosen`.
    pub fn drop_custom(&mut self, chosen: impl Fn(&[u8]) -> bool) {
        self.sections.retain(|(id, section)| *id != CUSTOM || !Reader(section).sized().is_ok_and(&chosen));
    }

    /// The code section.
    ///
    /// # Errors
    /// When the module has none.
    pub fn code(&self) -> Result<&[u8]> {
        self.section(CODE)
    }

    /// The bodies of the module's own functions, which come behind the imported ones.
    ///
    /// # Errors
    /// When the module is not well formed.
    pub fn bodies(&self) -> Result<Vec<&[u8]>> {
        let mut code = Reader(self.section(CODE)?);
        (0..code.number()?).map(|_| code.sized()).collect()
    }

    /// How many functions are imported.
    ///
    /// # Errors
    /// As of [`Module::imports`].
    pub fn imported_functions(&self) -> Result<u32> {
        Ok(u32::try_from(self.imported()?.len())?)
    }

    /// The functions that are called from outside: exported ones, and the one that runs first.
    ///
    /// # Errors
    /// When the module is not well formed.
    pub fn called_from_outside(&self) -> Result<Vec<u32>> {
        const FUNCTION: u8 = 0;
        const START: u8 = 8;
        let exported = self.exported()?.into_iter().filter(|(_, kind, _)| *kind == FUNCTION);
        let mut functions: Vec<u32> = exported.map(|(.., index)| index).collect();
        if self.sections.iter().any(|(id, _)| *id == START) {
            functions.push(Reader(self.section(START)?).number()?);
        }
        Ok(functions)
    }

    /// The functions in the table, by their place.
    ///
    /// # Errors
    /// When the table is not filled from fixed places on, or the module is not well formed.
    pub fn places(&self) -> Result<BTreeMap<u32, u32>> {
        let mut table = Reader(self.section(TABLE)?);
        let mut places = BTreeMap::new();
        for _ in 0..table.number()? {
            let kind = table.number()?;
            // `i32.const place`, `end`.
            if kind != 0 || table.byte()? != 0x41 {
                bail!("a part of the table without a fixed place: kind {kind}");
            }
            let first = table.signed()?;
            table.byte()?;
            for place in first..first + table.number()? {
                places.insert(place, table.number()?);
            }
        }
        Ok(places)
    }

    /// The data section, to be changed in place; its segments say what is where.
    ///
    /// # Errors
    /// When the module has none.
    pub fn data_mut(&mut self) -> Result<&mut [u8]> {
        Ok(self.section_mut(DATA)?)
    }

    /// The segments of the data section that go to a fixed address.
    ///
    /// # Errors
    /// When the module has none, or is not well formed.
    pub fn segments(&self) -> Result<Vec<Segment>> {
        let section = self.section(DATA)?;
        let mut data = Reader(section);
        let mut segments = Vec::new();
        for _ in 0..data.number()? {
            let kind = data.number()?;
            // `i32.const address`, `end`.
            if kind != 0 || data.byte()? != 0x41 {
                bail!("a data segment without a fixed address: kind {kind}");
            }
            let address = data.signed()?;
            data.byte()?;
            let piece = data.sized()?;
            let end = section.len() - data.0.len();
            segments.push(Segment { address, place: end - piece.len()..end });
        }
        Ok(segments)
    }

    fn names(&self) -> Result<Vec<(u32, String)>> {
        const FUNCTIONS: u8 = 1;
        let mut rest = Reader(self.custom("name")?.unwrap_or_default());
        while !rest.0.is_empty() {
            let id = rest.byte()?;
            let mut part = Reader(rest.sized()?);
            if id == FUNCTIONS {
                let count = part.number()?;
                let name = |_| Ok((part.number()?, part.text()?));
                return (0..count).map(name).collect();
            }
        }
        bail!("the module has no names of functions: nothing can be chosen by name")
    }

    /// From where, name, type.
    fn imported(&self) -> Result<Vec<(String, String, u32)>> {
        let mut imports = Reader(self.section(IMPORTS)?);
        let mut functions = Vec::new();
        for _ in 0..imports.number()? {
            let (place, name) = (imports.text()?, imports.text()?);
            match imports.byte()? {
                0 => functions.push((place, name, imports.number()?)),
                kind => bail!("an import of kind {kind}: expected functions only, as wasm-bindgen writes them"),
            }
        }
        Ok(functions)
    }

    /// Name, kind, index.
    fn exported(&self) -> Result<Vec<(String, u8, u32)>> {
        let mut exports = Reader(self.section(EXPORTS)?);
        (0..exports.number()?).map(|_| Ok((exports.text()?, exports.byte()?, exports.number()?))).collect()
    }

    fn section(&self, id: u8) -> Result<&[u8]> {
        let section = self.sections.iter().find(|section| section.0 == id);
        Ok(&section.with_context(|| format!("the module has no section {id}"))?.1)
    }

    fn section_mut(&mut self, id: u8) -> Result<&mut Vec<u8>> {
        let section = self.sections.iter_mut().find(|section| section.0 == id);
        Ok(&mut section.with_context(|| format!("the module has no section {id}"))?.1)
    }
}

/// Reads numbers and texts as a module has them, from the front.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// One byte.
    pub fn byte(&mut self) -> Result<u8> {
        let (first, rest) = self.0.split_first().context("the module ends too early")?;
        self.0 = rest;
        Ok(*first)
    }

    /// An unsigned number, LEB128.
    pub fn number(&mut self) -> Result<u32> {
        let (value, _) = self.leb()?;
        Ok(value)
    }

    /// A signed number, LEB128, as an address.
    pub fn signed(&mut self) -> Result<u32> {
        let (value, bits) = self.leb()?;
        let negative = bits < 32 && value >> (bits - 1) == 1;
        Ok(if negative { value | u32::MAX << bits } else { value })
    }

    /// Passes over a number of any size.
    pub fn skip(&mut self) -> Result<()> {
        while self.byte()? >= 0x80 {}
        Ok(())
    }

    /// As many bytes.
    pub fn bytes(&mut self, length: usize) -> Result<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(length).context("the module ends too early")?;
        self.0 = rest;
        Ok(first)
    }

    fn leb(&mut self) -> Result<(u32, u32)> {
        let (mut value, mut bits) = (0, 0);
        loop {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f).checked_shl(bits).context("a number is too large")?;
            bits += 7;
            if byte < 0x80 {
                return Ok((value, bits));
            }
        }
    }

    fn text(&mut self) -> Result<String> {
        Ok(String::from_utf8(self.sized()?.to_vec())?)
    }

    /// A number, and as many bytes.
    pub fn sized(&mut self) -> Result<&'a [u8]> {
        let length = self.number()? as usize;
        self.bytes(length)
    }
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    [&number(u32::try_from(bytes.len()).unwrap_or(u32::MAX)), bytes].concat()
}

/// A number that is not negative, LEB128, where signed ones stand.
fn signed(value: u32) -> Vec<u8> {
    let mut bytes = number(value);
    if let Some(last) = bytes.last_mut().filter(|last| **last >= 0x40) {
        *last |= 0x80;
        bytes.push(0);
    }
    bytes
}

fn number(mut value: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A module of these sections.
    pub fn with_sections(sections: &[(u8, Vec<u8>)]) -> Vec<u8> {
        Module { sections: sections.to_vec() }.write()
    }

    /// One import, two functions `a` and `panic`, eight bytes of data at 1024.
    fn module() -> Vec<u8> {
        with_sections(&[
            (IMPORTS, b"\x01\x01m\x01f\x00\x00".to_vec()),
            (EXPORTS, b"\x01\x01a\x00\x01".to_vec()),
            (TABLE, b"\x01\x00\x41\x01\x0b\x02\x01\x02".to_vec()),
            (CODE, b"\x02\x05\x00\x41\x80\x08\x0b\x04\x00\x01\x01\x0b".to_vec()),
            (DATA, b"\x01\x00\x41\x80\x08\x0b\x0812345678".to_vec()),
            (CUSTOM, b"\x04name\x01\x13\x02\x01\x05my::a\x02\x09my::panic".to_vec()),
        ])
    }

    #[test]
    fn what_is_read_is_written_the_same() {
        assert_eq!(Module::read(&module()).unwrap().write(), module());
        assert!(Module::read(b"no").is_err());
        assert!(Module::read(&module()[..30]).is_err());
    }

    #[test]
    fn the_chosen_functions_stop_and_the_others_stay() {
        let mut read = Module::read(&module()).unwrap();
        assert_eq!(read.stop_in(|name| name.ends_with("::panic")).unwrap(), 1);
        assert_eq!(read.code().unwrap(), b"\x02\x05\x00\x41\x80\x08\x0b\x03\x00\x00\x0b");
        assert_eq!(Module::read(&read.write()).unwrap().write(), read.write());
    }

    #[test]
    fn what_is_imported_and_exported_gets_other_names() {
        let mut read = Module::read(&module()).unwrap();
        assert_eq!(read.imports().unwrap(), [("m".to_owned(), "f".to_owned())]);
        assert_eq!(read.exports().unwrap(), ["a"]);
        read.rename_imports(|place, name| (place.to_owned(), name.repeat(2))).unwrap();
        read.rename_exports(|name| name.repeat(3)).unwrap();
        let read = Module::read(&read.write()).unwrap();
        assert_eq!(read.imports().unwrap(), [("m".to_owned(), "ff".to_owned())]);
        assert_eq!(read.exports().unwrap(), ["aaa"]);
    }

    #[test]
    fn a_place_that_is_not_needed_stops_the_module() {
        let mut read = Module::read(&module()).unwrap();
        let none = read.stop_places(|_| true).unwrap_err().to_string();
        assert_eq!(none, "no function only stops the module");
        read.stop_in(|name| name.ends_with("::panic")).unwrap();
        assert_eq!(read.stop_places(|place| place == 1).unwrap(), 1, "`a` stood at place 1");
        assert_eq!(read.section(TABLE).unwrap(), b"\x02\x00\x41\x01\x0b\x01\x02\x00\x41\x02\x0b\x01\x02");
        assert_eq!(signed(63), [63]);
        assert_eq!(signed(64), [0xc0, 0]);
        assert_eq!(read.stop_places(|_| true).unwrap(), 0, "nothing else is left");
    }

    #[test]
    fn custom_sections_are_found_and_left_out_by_name() {
        let mut read = Module::read(&module()).unwrap();
        assert_eq!(read.custom("name").unwrap().map(<[u8]>::len), Some(21));
        assert_eq!(read.custom("linking").unwrap(), None);
        read.drop_custom(|name| name == b"name");
        assert_eq!(read.custom("name").unwrap(), None);
        assert_eq!(read.exports().unwrap(), ["a"], "the others stay");
    }

    #[test]
    fn data_functions_and_the_table_are_found() {
        let mut read = Module::read(&module()).unwrap();
        let segments = read.segments().unwrap();
        assert_eq!((segments.len(), segments[0].address), (1, 1024));
        let place = segments[0].place.clone();
        assert_eq!(&read.data_mut().unwrap()[place], b"12345678");
        assert_eq!(read.bodies().unwrap()[0], b"\x00\x41\x80\x08\x0b");
        assert_eq!(read.called_from_outside().unwrap(), [1]);
        assert_eq!(read.places().unwrap(), BTreeMap::from([(1, 1), (2, 2)]));
    }
}
