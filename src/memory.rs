//! Where the widget's memory comes from. The standard allocator for WebAssembly costs a shopper 2 KB more and is no
//! faster for the small pieces that a conversation is made of.

use rlsf::{GlobalTlsf, GlobalTlsfOptions};

#[global_allocator]
static MEMORY: GlobalTlsf<Small> = GlobalTlsf::new();

struct Small;

impl GlobalTlsfOptions for Small {
    /// Growing in place is half as much code again; a block that grows is copied instead.
    const ENABLE_REALLOCATION: bool = false;
}
