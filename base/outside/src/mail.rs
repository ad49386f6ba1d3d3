//! Mail to people.

mod smtp;

pub(crate) use smtp::Smtp;

use async_trait::async_trait;
use kernel::contact::Email;

/// A mail server.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail over. A mail may arrive twice when the result got lost; `message_id` tells.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// A mail to one person. Its debug form shows the message id only.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Stable per message, so that retries can be recognised: letters, digits, `.`, `_`, `-`; becomes the left side of the
    /// `Message-ID`.
    pub message_id: String,
    /// The receiver.
    pub to: Email,
    /// Subject line; control characters become blanks.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same for readers who like formatting.
    pub html: Option<String>,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail({})", self.message_id)
    }
}

/// Why a mail was not handed over. Carries the server's code, never an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server refused this address or this mail for good.
    #[error("mail refused: {0}")]
    Refused(String),
    /// Try again later.
    #[error("mail not sent: {0}")]
    Retry(String),
}
