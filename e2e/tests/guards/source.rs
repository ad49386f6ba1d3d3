//! Rust's text as pieces: enough to find texts, functions and parts that are only built for tests.

/// A piece of source and the line where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword or a number.
    Word(String),
    /// A text literal's value, continuation lines joined.
    Text(String),
    /// Any other sign.
    Mark(char),
}

impl Piece {
    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind { Some(word) } else { None }
    }
}

struct Lexer {
    signs: Vec<char>,
    at: usize,
    line: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.signs.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn next(&mut self) -> char {
        let sign = self.peek(0);
        self.at += 1;
        if sign == '\n' {
            self.line += 1;
        }
        sign
    }

    fn done(&self) -> bool {
        self.at >= self.signs.len()
    }

    fn comment(&mut self) -> bool {
        if self.peek(0) != '/' || !matches!(self.peek(1), '/' | '*') {
            return false;
        }
        if self.peek(1) == '/' {
            while !self.done() && self.peek(0) != '\n' {
                self.next();
            }
            return true;
        }
        let mut depth = 0;
        while !self.done() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.next();
                    continue;
                }
            }
            self.next();
            self.next();
            if depth == 0 {
                break;
            }
        }
        true
    }

    fn text(&mut self) -> String {
        self.next();
        let mut text = String::new();
        while !self.done() {
            match self.next() {
                '"' => break,
                '\\' if self.peek(0) == '\n' => {
                    while self.peek(0).is_whitespace() {
                        self.next();
                    }
                }
                '\\' => {
                    self.next();
                    text.push(' ');
                }
                sign => text.push(sign),
            }
        }
        text
    }

    /// A raw text, when one begins here: `r"..."` or `r#"..."#`.
    fn raw(&mut self) -> Option<String> {
        let mut hashes = 0;
        while self.peek(1 + hashes) == '#' {
            hashes += 1;
        }
        if self.peek(0) != 'r' || self.peek(1 + hashes) != '"' {
            return None;
        }
        for _ in 0..hashes + 2 {
            self.next();
        }
        let mut text = String::new();
        while !self.done() {
            let sign = self.next();
            if sign == '"' && (0..hashes).all(|ahead| self.peek(ahead) == '#') {
                self.at += hashes;
                break;
            }
            text.push(sign);
        }
        Some(text)
    }

    /// A character literal or a lifetime, which say nothing here.
    fn quote(&mut self) {
        self.next();
        if self.peek(0) == '\\' {
            self.next();
            self.next();
            while !self.done() && self.next() != '\'' {}
        } else if self.peek(1) == '\'' {
            self.next();
            self.next();
        }
    }
}

/// Cuts a source text into pieces.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut lexer = Lexer { signs: text.chars().collect(), at: 0, line: 1 };
    let mut found = Vec::new();
    while !lexer.done() {
        let line = lexer.line;
        let sign = lexer.peek(0);
        if sign.is_whitespace() {
            lexer.next();
        } else if lexer.comment() {
        } else if sign == '"' {
            found.push(Piece { line, kind: Kind::Text(lexer.text()) });
        } else if let Some(text) = lexer.raw() {
            found.push(Piece { line, kind: Kind::Text(text) });
        } else if sign == '\'' {
            lexer.quote();
        } else if sign.is_alphanumeric() || sign == '_' {
            let mut word = String::new();
            while lexer.peek(0).is_alphanumeric() || lexer.peek(0) == '_' {
                word.push(lexer.next());
            }
            found.push(Piece { line, kind: Kind::Word(word) });
        } else {
            found.push(Piece { line, kind: Kind::Mark(lexer.next()) });
        }
    }
    found
}

/// The place of the bracket that closes the one at `open`.
pub fn closing(pieces: &[Piece], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate().skip(open) {
        match piece.kind {
            Kind::Mark('{' | '(' | '[') => depth += 1,
            Kind::Mark('}' | ')' | ']') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    pieces.len() - 1
}

/// The pieces without items that are built for tests only.
pub fn without_tests(pieces: &[Piece]) -> Vec<Piece> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let attribute = pieces[at].is('#')
            && pieces.get(at + 2).and_then(Piece::word) == Some("cfg")
            && pieces.get(at + 4).and_then(Piece::word) == Some("test");
        if !attribute {
            kept.push(pieces[at].clone());
            at += 1;
            continue;
        }
        at = closing(pieces, at + 1) + 1;
        while at < pieces.len() && !pieces[at].is(';') && !pieces[at].is('{') {
            at += 1;
        }
        if at < pieces.len() && pieces[at].is('{') {
            at = closing(pieces, at);
        }
        at += 1;
    }
    kept
}

/// Each function with its line and how many lines it has, signature included.
pub fn functions(pieces: &[Piece]) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Some(name) = pieces.get(at + 1).and_then(Piece::word).filter(|_| piece.word() == Some("fn")) else { continue };
        let mut end = at + 2;
        while end < pieces.len() && !pieces[end].is('{') && !pieces[end].is(';') {
            end = if pieces[end].is('(') || pieces[end].is('[') { closing(pieces, end) + 1 } else { end + 1 };
        }
        if end < pieces.len() && pieces[end].is('{') {
            found.push((name.to_owned(), piece.line, pieces[closing(pieces, end)].line - piece.line + 1));
        }
    }
    found
}

#[test]
fn texts_functions_and_tests_are_told_apart() {
    let text = "fn a<'a>(x: [u8; 2]) -> char {\n let t = \"one \\\n    two\"; // \"no\"\n 'x'\n}\n#[cfg(test)]\nmod t { fn b() {} }\nconst C: &str = r#\"raw \"it\"\"#;";
    let all = pieces(text);
    assert_eq!(functions(&all), [("a".to_owned(), 1, 5), ("b".to_owned(), 7, 1)]);
    let kept = without_tests(&all);
    assert_eq!(functions(&kept).len(), 1);
    let texts: Vec<_> = kept.iter().filter_map(|p| if let Kind::Text(t) = &p.kind { Some(t.as_str()) } else { None }).collect();
    assert_eq!(texts, ["one two", "raw \"it\""]);
}
