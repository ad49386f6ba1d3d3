//! The closed catalogue of what can go wrong at the edge. A page and an API answer carry the same code; the
//! words stand in `ui/words` under `problem-<slug>-title` and `problem-<slug>-text`.

/// What went wrong, as the person or program at the edge is told (RFC 9457 `type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemCode {
    /// A field, header, cookie or body is malformed.
    BadInput,
    /// The body is no JSON of the expected shape.
    BadJson,
    /// Nobody is signed in, or the session ended.
    SignInNeeded,
    /// Signed in, but this is not for this person.
    NotAllowed,
    /// No such thing, or not this person's: the same answer for both.
    NotFound,
    /// The address exists, the method does not.
    MethodNotAllowed,
    /// Somebody changed it meanwhile.
    Stale,
    /// The action does not fit the state of the thing.
    WrongState,
    /// The idempotency key was used with another body.
    KeyReused,
    /// The file or body is too large.
    TooLarge,
    /// The kind of content is not accepted.
    UnsupportedMedia,
    /// The file cannot be used; the reason stands beside it.
    PaperRefused,
    /// The session is full.
    SlotFull,
    /// The session or office is closed.
    SlotClosed,
    /// Too many tries in a while.
    TooMany,
    /// The signature of a partner's message is not good.
    BadSignature,
    /// A cross-site request was refused.
    CrossSite,
    /// The server is busy; try again after a while.
    Busy,
    /// Our database does not answer, or cannot be written: ours to mend, and it passes.
    Unavailable,
    /// A partner of ours does not answer.
    PartnerSilent,
    /// Our fault.
    Internal,
}

impl ProblemCode {
    /// All codes, for the catalogue page and its test.
    pub const ALL: [Self; 21] = [
        Self::BadInput,
        Self::BadJson,
        Self::SignInNeeded,
        Self::NotAllowed,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Stale,
        Self::WrongState,
        Self::KeyReused,
        Self::TooLarge,
        Self::UnsupportedMedia,
        Self::PaperRefused,
        Self::SlotFull,
        Self::SlotClosed,
        Self::TooMany,
        Self::BadSignature,
        Self::CrossSite,
        Self::Busy,
        Self::Unavailable,
        Self::PartnerSilent,
        Self::Internal,
    ];

    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadInput | Self::BadJson => 400,
            Self::SignInNeeded | Self::BadSignature => 401,
            Self::NotAllowed | Self::CrossSite => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Stale | Self::WrongState | Self::SlotFull | Self::SlotClosed => 409,
            Self::TooLarge => 413,
            Self::UnsupportedMedia => 415,
            Self::KeyReused | Self::PaperRefused => 422,
            Self::TooMany => 429,
            Self::Busy | Self::Unavailable | Self::PartnerSilent => 503,
            Self::Internal => 500,
        }
    }

    /// The stable slug: last part of the RFC 9457 `type`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::BadInput => "bad-input",
            Self::BadJson => "bad-json",
            Self::SignInNeeded => "sign-in-needed",
            Self::NotAllowed => "not-allowed",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Stale => "stale",
            Self::WrongState => "wrong-state",
            Self::KeyReused => "key-reused",
            Self::TooLarge => "too-large",
            Self::UnsupportedMedia => "unsupported-media",
            Self::PaperRefused => "paper-refused",
            Self::SlotFull => "slot-full",
            Self::SlotClosed => "slot-closed",
            Self::TooMany => "too-many",
            Self::BadSignature => "bad-signature",
            Self::CrossSite => "cross-site",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::PartnerSilent => "partner-silent",
            Self::Internal => "internal",
        }
    }
}
