//! Why a paper is refused.

/// The reason a paper is refused, each with its own sentence for the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The file has no bytes.
    Empty,
    /// The file has more than [`super::MAX_BYTES`].
    TooLarge,
    /// Neither a picture nor a PDF.
    UnknownKind,
    /// A HEIC photograph, as telephones make them when not told otherwise.
    HeicNotSupported,
    /// A picture or film of another format, by the name people know (`WebP`, `GIF`, ...).
    OtherImage(&'static str),
    /// More pixels than [`super::MAX_PIXELS`].
    TooManyPixels,
    /// Cut short or broken.
    Damaged,
    /// A PDF closed with a password or otherwise encrypted.
    PdfPassword,
    /// A PDF that carries a script.
    PdfScript,
    /// A PDF that starts programs.
    PdfLaunch,
    /// A PDF that carries other files.
    PdfEmbeddedFile,
    /// A PDF with more than [`super::MAX_PAGES`].
    PdfTooManyPages,
    /// A PDF without a page.
    PdfNoPages,
    /// Drawing it would cost more time or memory than a paper may.
    TooCostly,
}

/// The names `OtherImage` can carry.
pub(super) const OTHER_IMAGES: [&str; 8] = ["WebP", "GIF", "TIFF", "BMP", "AVIF", "JPEG XL", "JPEG 2000", "video"];

impl Refusal {
    /// Every refusal, `OtherImage` once per name.
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Empty,
            Self::TooLarge,
            Self::UnknownKind,
            Self::HeicNotSupported,
            Self::TooManyPixels,
            Self::Damaged,
            Self::PdfPassword,
            Self::PdfScript,
            Self::PdfLaunch,
            Self::PdfEmbeddedFile,
            Self::PdfTooManyPages,
            Self::PdfNoPages,
            Self::TooCostly,
        ];
        all.extend(OTHER_IMAGES.map(Self::OtherImage));
        all
    }

    /// The stable name of the reason, used in records and as part of word keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::UnknownKind => "unknown-kind",
            Self::HeicNotSupported => "heic-not-supported",
            Self::OtherImage(_) => "other-image",
            Self::TooManyPixels => "too-many-pixels",
            Self::Damaged => "damaged",
            Self::PdfPassword => "pdf-password",
            Self::PdfScript => "pdf-script",
            Self::PdfLaunch => "pdf-launch",
            Self::PdfEmbeddedFile => "pdf-embedded-file",
            Self::PdfTooManyPages => "pdf-too-many-pages",
            Self::PdfNoPages => "pdf-no-pages",
            Self::TooCostly => "too-costly",
        }
    }

    /// The name of the format for `OtherImage`, for the sentence that suggests what to do.
    pub const fn format_name(self) -> Option<&'static str> {
        match self {
            Self::OtherImage(name) => Some(name),
            _ => None,
        }
    }
}
