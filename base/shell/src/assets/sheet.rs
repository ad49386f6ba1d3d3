//! The one style sheet, put together from `ui/static/app.css`, the style of each component and those of the layouts.
//! A later rule wins over an earlier one of the same weight, so the order is part of the look.

/// The components with their styles, in the order of the sheet. A name here without a folder does not build.
macro_rules! components {
    ($($name:literal),+ $(,)?) => {
        /// The name of each component and its style.
        const COMPONENTS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../../ui/components/", $name, "/", $name, ".css")))),+];
    };
}

components!(
    "icon", "buttons", "hero", "kv", "tag", "note", "field", "select", "area", "date", "errors", "choice", "progress", "card",
    "fold", "nik", "timer", "table", "pips", "tasks", "thread", "file", "calendar", "sessions", "bar", "code", "ticket", "empty",
    "pages", "tabs", "case", "compare", "chart", "grid", "finder", "scene", "once",
);

const BASE: &str = include_str!("../../../../ui/static/app.css");

const LAYOUTS: [&str; 4] = [
    include_str!("../../../../ui/layout/desk.css"),
    include_str!("../../../../ui/layout/screen.css"),
    include_str!("../../../../ui/layout/letter.css"),
    include_str!("../../../../ui/layout/last.css"),
];

const DARK: &str = "@media screen and (prefers-color-scheme:dark)";

/// The names of all components, in the order of the sheet.
pub(crate) fn components() -> impl Iterator<Item = &'static str> {
    COMPONENTS.iter().map(|(name, _)| *name)
}

/// The whole sheet, without comments and spare spaces.
pub(super) fn whole() -> String {
    let parts = COMPONENTS.iter().map(|(_, style)| *style);
    squeezed(&std::iter::once(BASE).chain(parts).chain(LAYOUTS).collect::<Vec<_>>().join("\n"))
}

/// The sheet with its scheme fixed, whatever the reader's system asks for. Only the page of all components uses it.
pub(super) fn fixed(sheet: &str, dark: bool) -> String {
    let (when, scheme) = if dark { ("@media screen", "dark") } else { ("@media not all", "light") };
    sheet.replace(DARK, when).replace("color-scheme:light dark", &format!("color-scheme:{scheme}"))
}

/// A style sheet without comments and without spaces that mean nothing. What stands in quotes stays as it is.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if let Some(open) = quote {
            out.push(c);
            if c == open {
                quote = None;
            }
        } else if c == '/' && rest.peek() == Some(&'*') {
            skip_comment(&mut rest);
        } else if c.is_whitespace() {
            let next = loop {
                match rest.peek() {
                    Some(next) if next.is_whitespace() => drop(rest.next()),
                    other => break other.copied(),
                }
            };
            // a space before a colon may mean "below", so only those after it go
            let idle = out.ends_with(['{', '}', ';', ',', ':', '>', ' ']) || next.is_none_or(|n| "{};,>".contains(n));
            if !idle && !out.is_empty() {
                out.push(' ');
            }
        } else {
            if c == '}' && out.ends_with(';') {
                out.pop();
            }
            if matches!(c, '"' | '\'') {
                quote = Some(c);
            }
            out.push(c);
        }
    }
    out
}

fn skip_comment(rest: &mut impl Iterator<Item = char>) {
    let mut star = false;
    rest.next();
    for c in rest {
        if star && c == '/' {
            break;
        }
        star = c == '*';
    }
}

#[cfg(test)]
mod tests {
    use super::{DARK, fixed, squeezed, whole};

    #[test]
    fn a_squeezed_sheet_means_the_same() {
        assert_eq!(
            squeezed(
                "/* a */\n.a > b ,\n.top :focus { content: \" ; \" ; width: calc(1px + 2px); }\n\n@media (min-width: 4px) {\n}"
            ),
            ".a>b,.top :focus{content:\" ; \";width:calc(1px + 2px)}@media (min-width:4px){}"
        );
    }

    #[test]
    fn a_fixed_scheme_asks_nobody() {
        let sheet = whole();
        assert_eq!(sheet.matches(DARK).count(), 1);
        for dark in [true, false] {
            let fixed = fixed(&sheet, dark);
            assert!(!fixed.contains("prefers-color-scheme") && !fixed.contains("light dark"));
        }
    }
}
