//! What the instructions of a function name.
//! <https://webassembly.github.io/spec/core/binary/instructions.html>

use super::wasm::Reader;
use anyhow::{Result, bail};

/// What one function names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The functions that it calls.
    pub functions: Vec<u32>,
    /// Its constants, which may be addresses or places in the table.
    pub constants: Vec<u32>,
    /// Where it reads and writes, as far as the instruction says it.
    pub offsets: Vec<u32>,
}

/// Reads the body of a function.
///
/// # Errors
/// When it is not well formed, or has an instruction that the compiler did not use when this was written.
pub fn named(body: &[u8]) -> Result<Named> {
    let (mut rest, mut named) = (Reader(body), Named::default());
    for _ in 0..rest.number()? {
        // How many locals, and their type.
        rest.number()?;
        rest.byte()?;
    }
    while !rest.0.is_empty() {
        match rest.byte()? {
            // `call`, `ref.func`
            0x10 | 0xd2 => named.functions.push(rest.number()?),
            // `i32.const`
            0x41 => named.constants.push(rest.signed()?),
            // Loads and stores: alignment, offset.
            0x28..=0x3e => {
                rest.number()?;
                named.offsets.push(rest.number()?);
            }
            // One number: blocks have a type; branches, locals, globals, tables, the memory's size; `i64.const`.
            0x02..=0x04 | 0x0c | 0x0d | 0x20..=0x26 | 0x3f | 0x40 | 0x42 => rest.skip()?,
            // `br_table`
            0x0e => {
                for _ in 0..=rest.number()? {
                    rest.skip()?;
                }
            }
            // `call_indirect`: type, table.
            0x11 => {
                rest.skip()?;
                rest.skip()?;
            }
            // `select` with types; `ref.null`
            0x1c => drop(rest.sized()?),
            0xd0 => drop(rest.byte()?),
            0x43 => drop(rest.bytes(4)?),
            0x44 => drop(rest.bytes(8)?),
            0xfc => match rest.number()? {
                // Conversions that do not trap.
                0..=7 => {}
                // `memory.init`, `memory.copy`, `table.init`, `table.copy`
                8 | 10 | 12 | 14 => {
                    rest.skip()?;
                    rest.skip()?;
                }
                // `data.drop`, `memory.fill`, `elem.drop`, `table.grow`, `table.size`, `table.fill`
                9 | 11 | 13 | 15..=17 => rest.skip()?,
                other => bail!("an instruction 0xfc {other} is not known in {}", file!()),
            },
            // Instructions without anything.
            0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => {}
            other => bail!("an instruction {other:#x} is not known in {}", file!()),
        }
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_function_names_is_found_and_what_only_looks_like_it_is_not() {
        // One local; a block; `i32.const 1034`; `i32.load offset=1028`; `f64.const` full of calls; `call 3`; `br_table`.
        let body =
            b"\x01\x01\x7f\x02\x40\x41\x8a\x08\x28\x02\x84\x08\x1a\x44\x10\x10\x10\x10\x10\x10\x10\x10\x1a\x10\x03\
            \x20\x00\x0e\x01\x00\x00\x42\xff\x7f\x1a\x0b\x0b";
        let found = named(body).unwrap();
        assert_eq!(found, Named { functions: vec![3], constants: vec![1034], offsets: vec![1028] });
    }

    #[test]
    fn an_unknown_instruction_is_said() {
        let error = named(b"\x00\xfe\x00\x0b").unwrap_err().to_string();
        assert!(error.starts_with("an instruction 0xfe is not known"), "{error}");
        assert!(named(b"\x00\x41").is_err(), "it ends too early");
    }
}
