#![no_main]
#![feature(alloc_error_hook)]

use std::sync::Once;
use tonghop::allocator;

// As in a reader process: what asks for more memory than a reader may have is refused. There the process
// ends and the file gets its finding; here the refusal unwinds, so that fuzzing goes on.
#[global_allocator]
static ALLOCATOR: allocator::Ceiling = allocator::Ceiling;
static PREPARED: Once = Once::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    PREPARED.call_once(|| {
        allocator::limit(1 << 30);
        std::alloc::set_alloc_error_hook(|_| {
            bodies::contain_the_next_panic();
            panic!("over the memory of a reader");
        });
    });
    bodies::outputs(data);
});

#[path = "../bodies.rs"]
mod bodies;
