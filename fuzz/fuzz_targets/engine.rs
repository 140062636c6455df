#![no_main]
libfuzzer_sys::fuzz_target!(init: renzai_fuzz::engine(b""), |input: &[u8]| renzai_fuzz::engine(input));
