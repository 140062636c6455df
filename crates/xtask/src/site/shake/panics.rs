//! What a panic says goes; that it stops stays. Nobody reads a panic's words in a shopper's browser: the stable
//! compiler has no switch for that, so the functions that put them together are replaced by `unreachable`, which is
//! what their callers end in anyway. Then the optimiser drops what only they needed: arguments, formatting, and the
//! places in the source that each call names.

use super::wasm::Module;
use anyhow::{Result, bail};

/// Beginnings of names, without generics and hashes. Each of them never returns.
const PANICS: [&str; 20] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already",
    "core::cell::lazy::panic_poisoned",
    "core::slice::index::slice_index_fail",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::sort::shared::smallsort::panic_on_ord_violation",
    "core::str::slice_error_fail",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::alloc::handle_alloc_error",
    "std::panicking::panic_with_hook",
    "std::panicking::panic_handler",
    "std::thread::local::panic_access_error",
    "wasm_bindgen::__rt::borrow_fail",
    "wasm_bindgen::__rt::throw_null",
    "wasm_bindgen::throw_str",
    "__rustc::rust_begin_unwind",
];

/// Other ways to recognise what only a panic needs: what `Vec` calls when an index is too large, and `{:?}`, which is for
/// engineers and not for shoppers.
const ONLY_IN_PANICS: [&str; 2] = ["::assert_failed", " as core::fmt::Debug::fmt"];

/// Replaces what only says why the module stops.
///
/// # Errors
/// When the module has no names, or has none of these functions any more.
pub fn to_traps(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::read(wasm)?;
    let stopped = module.stop_in(|name| {
        let plain = plain(name);
        ONLY_IN_PANICS.iter().any(|part| plain.contains(part)) || PANICS.iter().any(|panic| plain.starts_with(panic))
    })?;
    if stopped < PANICS.len() / 2 {
        bail!("only {stopped} of the functions that panic were found: see PANICS in {}", file!());
    }
    Ok(module.write())
}

/// A function's name without what stands in angle brackets, and without hashes: `<a::B<C>>::d` is `a::B::d`.
fn plain(name: &str) -> String {
    let name = name.strip_prefix('<').unwrap_or(name);
    let (mut plain, mut depth, mut hash) = (String::new(), 0_u32, false);
    for char in name.chars() {
        match char {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            '[' => hash = true,
            ']' => hash = false,
            _ if depth == 0 && !hash => plain.push(char),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_generics_and_hashes() {
        assert_eq!(plain("<alloc::vec::Vec<_, _>>::remove::assert_failed"), "alloc::vec::Vec::remove::assert_failed");
        assert_eq!(plain("core[8dfd3fe2a7e7b5a1]::panicking::panic"), "core::panicking::panic");
        assert!(plain("core::cell::panic_already_borrowed::h1f").starts_with(PANICS[4]));
        assert!(plain("<usize as core[1f]::fmt::Debug>::fmt").contains(ONLY_IN_PANICS[1]));
        let handler = "<std::panicking::panic_handler::FormatStringPayload as core::fmt::Display>::fmt";
        assert!(plain(handler).starts_with("std::panicking::panic_handler"));
    }
}
