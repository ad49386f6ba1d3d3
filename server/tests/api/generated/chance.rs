//! Chance that is the same each time, and the texts nobody wants to receive.

/// A generator of numbers (splitmix64).
pub struct Chance(u64);

const HOSTILE: [&str; 24] = [
    "",
    " ",
    "\0",
    "a\0b",
    "\u{202E}evif",
    "\u{2066}x\u{2069}",
    "\u{FEFF}",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE account; --",
    "../../../../etc/passwd",
    "%00%0d%0a",
    "\r\nSet-Cookie: x=y",
    "31/02/2026",
    "53O7O54I03980003",
    "5307 0541 0398 0003",
    "+1 202 555 0100",
    "999999999999999999999999",
    "-1",
    "1e309",
    "null",
    "{{7*7}}",
    "👩‍👩‍👧‍👦 Ñandú ﷽",
    "D'Artagnan Drs. H.",
];

impl Chance {
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(most.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    pub fn one_in(&mut self, most: usize) -> bool {
        self.below(most) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A text nobody wants; now and then 100 kB of it.
    pub fn hostile(&mut self) -> String {
        match self.below(60) {
            0 => "x".repeat(100_000),
            1 => "\u{202E}\u{0}é".repeat(5_000),
            _ => (*self.pick(&HOSTILE)).to_owned(),
        }
    }

    /// A value of any kind.
    pub fn other_value(&mut self) -> serde_json::Value {
        match self.below(7) {
            0 => serde_json::Value::Null,
            1 => serde_json::json!(true),
            2 => serde_json::json!(-1),
            3 => serde_json::json!(1.5e300),
            4 => serde_json::json!([1, [2]]),
            5 => serde_json::json!({ "x": {} }),
            _ => serde_json::json!(self.hostile()),
        }
    }

    /// Bytes of no kind.
    pub fn bytes(&mut self) -> Vec<u8> {
        match self.below(5) {
            0 => Vec::new(),
            1 => b"--x\r\ncontent-disposition: form-data; name=\"berkas\"; filename=\"a.jpg\"\r\n\r\nabc\r\n--x--\r\n".to_vec(),
            2 => vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16],
            3 => b"%PDF-1.7\n%%EOF".to_vec(),
            _ => (0..self.below(300)).map(|n| u8::try_from(n % 251).unwrap_or(0)).collect(),
        }
    }
}
