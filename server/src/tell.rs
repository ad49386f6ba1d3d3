//! What a command prints.

use std::io::Write as _;

/// Prints a line. A reader who left (`mpaspor check | head -1`) is no fault: the work goes on without him.
pub(crate) fn line(text: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let _gone = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A number of things, in words that fit it: `1 fault`, `2 faults`.
pub(crate) fn many(count: impl TryInto<i64>, one: &str, more: &str) -> String {
    let count = count.try_into().unwrap_or(i64::MAX);
    format!("{count} {}", if count == 1 { one } else { more })
}

/// Prints a line as `println!` does, through the function above.
macro_rules! say {
    ($($text:tt)*) => { $crate::tell::line(format_args!($($text)*)) };
}
