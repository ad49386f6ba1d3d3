//! What calendar files (RFC 5545) are written with; the rooms know what stands in them.

use kernel::time::Timestamp;

/// A text as a value: what would end it is escaped.
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n").replace('\r', "")
}

/// An instant in UTC.
pub fn instant(at: Timestamp) -> String {
    at.rfc3339().split('.').next().unwrap_or_default().trim_end_matches('Z').replace(['-', ':'], "") + "Z"
}

/// Adds a content line, folded after at most 75 bytes.
pub fn line(out: &mut String, name: &str, value: &str) {
    let mut room = 75;
    for c in format!("{name}:{value}").chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}
