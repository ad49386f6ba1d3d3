//! The test double of the hidden command `mpaspor decode`, so that this room's tests run without
//! the whole product.

use std::process::ExitCode;

fn main() -> ExitCode {
    documents::decode::run_child()
}
