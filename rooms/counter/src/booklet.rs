//! The number printed into a booklet ("nomor paspor"): one or two letters, six or seven digits.

/// Reads a booklet's number as it is typed or scanned; spaces are dropped, letters become capitals.
pub(crate) fn parse(text: &str) -> Option<String> {
    let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect();
    let letters = number.chars().take_while(char::is_ascii_uppercase).count();
    let digits = &number[letters..];
    let good = (1..=2).contains(&letters) && (6..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    good.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_booklet_has_one_or_two_letters_and_six_or_seven_digits() {
        assert_eq!(parse(" x 123456 ").as_deref(), Some("X123456"));
        assert_eq!(parse("XB-1234567").as_deref(), Some("XB1234567"));
        for text in ["", "123456", "X12345", "XBC123456", "X12345678", "X12345A", "É123456"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
