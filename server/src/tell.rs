//! What a command prints.

use std::io::Write as _;

/// Prints a line. A reader who left (`mpaspor check | head -1`) is no fault: the work goes on without him.
pub(crate) fn line(text: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let _gone = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Prints a line as `println!` does, through the function above.
macro_rules! say {
    ($($text:tt)*) => { $crate::tell::line(format_args!($($text)*)) };
}
