#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| renzai_fuzz::protocol(input));
