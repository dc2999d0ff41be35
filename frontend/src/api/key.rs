//! Keys that tell one request from another.

use leptos::prelude::window;

/// A random key of 128 bits, for `Idempotency-Key`.
pub fn new_key() -> String {
    let mut bytes = [0_u8; 16];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    // Every browser that runs WebAssembly has it, on secure and insecure pages alike.
    debug_assert!(filled.is_ok());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
