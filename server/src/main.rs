//! The program. Everything is in the library `roof`, so that whole-product tests can mount the same rooms.

use std::process::ExitCode;

fn main() -> ExitCode {
    // before any thread, any runtime and any other reading of arguments: this child gives up its rights first
    if std::env::args().nth(1).as_deref() == Some("decode") {
        return documents::decode::run_child();
    }
    roof::cli::run()
}
