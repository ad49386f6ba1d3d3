//! Statements over many rows keep a constant text: their one-row text is widened at build time to 8, 64 and 256 rows, and
//! a shorter list is padded by repeating its last row. So every statement stays cached on every connection.

use crate::{Ask, Row, Sql, StoreError, Value};

/// One statement in its four shapes.
pub type Shapes = [(usize, Sql); 4];

/// Makes the shapes of a statement from its one-row text: `padded! { NAME = sql("SELECT a FROM t WHERE b IN ($1)") }`. The first bracket that begins with `$1` is the row; after
/// `VALUES` the whole bracket is repeated, after `IN` what stands inside.
#[macro_export]
macro_rules! padded {
    ($(#[$doc:meta])* $name:ident = sql($text:literal)) => {
        $(#[$doc])*
        pub(crate) const $name: $crate::padded::Shapes = {
            use $crate::padded::{fill, length};
            const AT_8: &[u8; length($text, 8)] = &fill($text, 8);
            const AT_64: &[u8; length($text, 64)] = &fill($text, 64);
            const AT_256: &[u8; length($text, 256)] = &fill($text, 256);
            const fn text(bytes: &'static [u8]) -> &'static str {
                match std::str::from_utf8(bytes) {
                    Ok(text) => text,
                    Err(_) => panic!("statements are plain text"),
                }
            }
            [(1, $crate::sql($text)), (8, $crate::sql(text(AT_8))), (64, $crate::sql(text(AT_64))), (256, $crate::sql(text(AT_256)))]
        };
    };
}

struct Out<'a> {
    bytes: Option<&'a mut [u8]>,
    at: usize,
}

const fn put(mut out: Out<'_>, byte: u8) -> Out<'_> {
    if let Some(bytes) = &mut out.bytes {
        bytes[out.at] = byte;
    }
    out.at += 1;
    out
}

const fn put_number(mut out: Out<'_>, number: usize) -> Out<'_> {
    let mut unit = 1;
    while number / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        #[expect(clippy::cast_possible_truncation, reason = "a digit")]
        let digit = (number / unit % 10) as u8;
        out = put(out, b'0' + digit);
        unit /= 10;
    }
    out
}

/// Where the repeated part begins and ends: a bracket after `VALUES`, the inside of one after `IN`.
const fn row_of(text: &[u8]) -> (usize, usize) {
    let mut open = 0;
    while !(text[open] == b'(' && text[open + 1] == b'$') {
        open += 1;
    }
    let mut close = open;
    while text[close] != b')' {
        close += 1;
    }
    if text[open - 2] == b'N' { (open + 1, close) } else { (open, close + 1) }
}

const fn write<'a>(text: &str, rows: usize, mut out: Out<'a>) -> Out<'a> {
    let text = text.as_bytes();
    let (open, close) = row_of(text);
    let mut at = 0;
    while at < open {
        out = put(out, text[at]);
        at += 1;
    }
    let (mut row, mut number) = (0, 0);
    while row < rows {
        if row > 0 {
            out = put(out, b',');
        }
        at = open;
        while at < close {
            out = put(out, text[at]);
            at += 1;
            if text[at - 1] == b'$' {
                number += 1;
                out = put_number(out, number);
                while text[at].is_ascii_digit() {
                    at += 1;
                }
            }
        }
        row += 1;
    }
    while at < text.len() {
        out = put(out, text[at]);
        at += 1;
    }
    out
}

/// Length of the widened text.
pub const fn length(text: &str, rows: usize) -> usize {
    write(text, rows, Out { bytes: None, at: 0 }).at
}

/// The widened text.
pub const fn fill<const N: usize>(text: &str, rows: usize) -> [u8; N] {
    let mut bytes = [0; N];
    write(text, rows, Out { bytes: Some(&mut bytes), at: 0 });
    bytes
}

/// Asks a padded list statement about all these values: one statement for up to 256 of them.
pub async fn all_of(
    ask: &mut dyn Ask,
    shapes: &Shapes,
    values: impl IntoIterator<Item = Value> + Send,
) -> Result<Vec<Row>, StoreError> {
    let rows: Vec<Vec<Value>> = values.into_iter().map(|value| vec![value]).collect();
    let mut found = Vec::new();
    for (sql, params) in cut(shapes, &rows) {
        found.extend(ask.all(sql, &params).await?);
    }
    Ok(found)
}

/// Cuts a list of rows into statements with their padded parameters.
pub fn cut(shapes: &[(usize, Sql)], rows: &[Vec<Value>]) -> Vec<(Sql, Vec<Value>)> {
    let widest = shapes.last().map_or(1, |(width, _)| *width);
    rows.chunks(widest)
        .filter_map(|chunk| {
            let (width, sql) = *shapes.iter().find(|(width, _)| *width >= chunk.len())?;
            let last = chunk.last()?;
            let padding = std::iter::repeat_n(last, width - chunk.len());
            Some((sql, chunk.iter().chain(padding).flatten().cloned().collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fill, length};

    fn widened<const N: usize>(text: &str, rows: usize) -> String {
        String::from_utf8(fill::<N>(text, rows).to_vec()).unwrap()
    }

    #[test]
    fn a_row_is_repeated_and_numbered_through() {
        const TEXT: &str = "INSERT INTO t (a, b, c) VALUES ($1, 'x', $2) ON CONFLICT DO NOTHING";
        let text = widened::<{ length(TEXT, 3) }>(TEXT, 3);
        assert_eq!(text, "INSERT INTO t (a, b, c) VALUES ($1, 'x', $2),($3, 'x', $4),($5, 'x', $6) ON CONFLICT DO NOTHING");
    }

    #[test]
    fn a_list_grows_inside_its_bracket() {
        const TEXT: &str = "SELECT a FROM t WHERE b IN ($1) AND c = 2";
        let text = widened::<{ length(TEXT, 12) }>(TEXT, 12);
        assert_eq!(text, "SELECT a FROM t WHERE b IN ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) AND c = 2");
    }
}
