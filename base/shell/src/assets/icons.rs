//! The drawings, on a field of 24 by 24, stroke 2, mitred joins. Only the one that is needed goes into a page.

/// The inside of the `svg` of an icon. An unknown name draws nothing; a test holds all names that templates use.
pub fn icon(name: &str) -> &'static str {
    ICONS.iter().find(|(known, _)| *known == name).map_or("", |(_, drawing)| drawing)
}

/// The names of all icons.
pub(crate) fn icon_names() -> impl Iterator<Item = &'static str> {
    ICONS.iter().map(|(name, _)| *name)
}

/// All icons, by name.
pub(super) const ICONS: [(&str, &str); 36] = [
    ("bad", r#"<path d="M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8zM12 7v6M12 15.5v2"/>"#),
    ("bank", r#"<path d="M3 9.5 12 4l9 5.5zM5.5 12v6m4.3-6v6m4.4-6v6m4.3-6v6M3 20.5h18"/>"#),
    ("bell", r#"<path d="M5 17h14l-1.5-3V10a5.5 5.5 0 0 0-11 0v4zM10 20.5h4M12 2v2.5"/>"#),
    ("cal", r#"<path d="M3.5 5h17v16h-17zM3.5 10h17M8 2v5m8-5v5"/>"#),
    ("cam", r#"<path d="M3 7h5l1.5-3h5L16 7h5v13H3zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z"/>"#),
    ("clock", r#"<path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l4 2"/>"#),
    ("copy", r#"<path d="M8 8h12v13H8zM16 8V3H4v13h4"/>"#),
    ("dl", r#"<path d="M12 4v12m-5-5 5 5 5-5M4 20.5h16"/>"#),
    ("doc", r#"<path d="M5 2.5h9l5 5v14H5zM14 2.5v5h5M8.5 13h7M8.5 17h7"/>"#),
    ("eye", r#"<path d="M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM12 9.2 14.8 12 12 14.8 9.2 12z"/>"#),
    ("find", r#"<path d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21"/>"#),
    ("go", r#"<path d="m9 5 7 7-7 7"/>"#),
    ("half", r#"<path d="M12 3l9 9-9 9-9-9zM12 3v18"/><path fill="currentColor" stroke="none" d="M12 3v18l-9-9z"/>"#),
    ("home", r#"<path d="M3 11.5 12 4l9 7.5M5.5 9.5V20.5h13V9.5M10 20.5V14h4v6.5"/>"#),
    ("info", r#"<path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7v2"/>"#),
    ("left", r#"<path d="M20 12H4m6-6-6 6 6 6"/>"#),
    ("list", r#"<path d="M5 3h14v18H5zM8.5 8.5l1.5 1.5 2.5-3M14 9h2.5M8.5 15.5l1.5 1.5 2.5-3M14 16h2.5"/>"#),
    ("lock", r#"<path d="M5 10.5h14V21H5zM8 10.5V7a4 4 0 0 1 8 0v3.5"/>"#),
    ("mail", r#"<path d="M2.5 5h19v14h-19zM2.5 6l9.5 7 9.5-7"/>"#),
    ("ne", r#"<path d="M4 9h16M4 15h16M17 4 7 20"/>"#),
    ("ok", r#"<path d="m4 12.5 5.5 5.5L20 6.5"/>"#),
    ("out", r#"<path d="M13 3.5H4.5v17H13M9 12h12m-5-5 5 5-5 5"/>"#),
    ("pass", r#"<path d="M5 2.5h14v19H5zM12 7l3.5 4-3.5 4-3.5-4zM9 18h6"/>"#),
    ("pen", r#"<path d="M4 20l1-5L16 4l4 4L9 19zM13 7l4 4"/>"#),
    ("pin", r#"<path d="M12 21.5S5 15 5 9.5a7 7 0 0 1 14 0c0 5.5-7 12-7 12zM12 7l2.5 2.5L12 12 9.5 9.5z"/>"#),
    ("print", r#"<path d="M7 8V3h10v5M7 17H3.5V8h17v9H17M7 14h10v7H7z"/>"#),
    ("qr", r#"<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2m4-2v3m-6 3h2m4-1v2"/>"#),
    ("shop", r#"<path d="M4 10v10.5h16V10M2.5 10 5 4h14l2.5 6zM10 20.5V15h4v5.5"/>"#),
    ("swap", r#"<path d="M4 8h14m-4-4 4 4-4 4M20 16H6m4-4-4 4 4 4"/>"#),
    ("tel", r#"<path d="M7 2.5h10v19H7zM10.5 18.5h3"/>"#),
    ("to", r#"<path d="M3 12h17m-6-6 6 6-6 6"/>"#),
    ("todo", r#"<path d="M12 4l8 8-8 8-8-8z"/>"#),
    ("up", r#"<path d="M12 16V4m-5 5 5-5 5 5M4 16v4h16v-4"/>"#),
    ("user", r#"<path d="M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c.5-4.5 3.5-6.5 8-6.5s7.5 2 8 6.5"/>"#),
    ("warn", r#"<path d="M12 3 22 20.5H2zM12 9.5v5M12 16.5v2"/>"#),
    ("x", r#"<path d="M5 5l14 14M19 5 5 19"/>"#),
];
