//! Mail over SMTP.

use super::{Mail, MailError, Mailer};
use async_trait::async_trait;
use kernel::{
    name::squeeze,
    time::{Clock, Timestamp, millis},
};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{Header, HeaderName, HeaderValue},
    },
    transport::smtp::{authentication::Credentials, extension::ClientId},
};
use std::{error::Error as _, sync::Arc, time::Duration};

/// For each step of the conversation.
const TIME_OUT: Duration = Duration::from_secs(10);
/// For the whole conversation: a server may be slow in each of its steps.
const LONGEST: Duration = Duration::from_secs(40);

/// A mail server reached over SMTP.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    clock: Arc<dyn Clock>,
}

impl Smtp {
    pub fn new(config: &kernel::config::Mail, clock: Arc<dyn Clock>) -> Result<Self, String> {
        type Transport = AsyncSmtpTransport<Tokio1Executor>;
        let from: Mailbox = config.from.parse().map_err(|error| format!("mail.from: {error}"))?;
        let builder = match config.security.as_str() {
            "none" => Transport::builder_dangerous(&config.host),
            "starttls" => Transport::starttls_relay(&config.host).map_err(|error| format!("mail.host: {error}"))?,
            "tls" => Transport::relay(&config.host).map_err(|error| format!("mail.host: {error}"))?,
            other => return Err(format!("mail.security: \"{other}\" is not one of starttls, tls, none")),
        };
        let mut builder =
            builder.port(config.port).timeout(Some(TIME_OUT)).hello_name(ClientId::Domain(from.email.domain().to_owned()));
        if let Some((user, password)) = &config.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()));
        }
        Ok(Self { transport: builder.build(), from, clock })
    }

    fn write(&self, mail: &Mail, now: Timestamp) -> Result<Message, MailError> {
        let refused = |what: &str| MailError::Refused(what.to_owned());
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if mail.message_id.is_empty() || mail.message_id.len() > 100 || !mail.message_id.bytes().all(plain) {
            return Err(refused("the message id is not of its form"));
        }
        let to: Address = mail.to.as_str().parse().map_err(|_| refused("the address cannot be written"))?;
        let builder = Message::builder()
            .message_id(Some(format!("<{}@{}>", mail.message_id, self.from.email.domain())))
            .date(std::time::UNIX_EPOCH + millis(now.0.max(0)))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(squeeze(&mail.subject))
            .header(AutoSubmitted);
        let written = match &mail.html {
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(mail.text.clone(), html.clone())),
            None => builder.singlepart(SinglePart::plain(mail.text.clone())),
        };
        written.map_err(|_| refused("the mail cannot be written"))
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = self.write(mail, self.clock.now())?;
        let result = match tokio::time::timeout(LONGEST, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(MailError::Retry("time-out".to_owned())),
        };
        let word = match &result {
            Ok(()) => "ok",
            Err(MailError::Refused(_)) => "refused",
            Err(MailError::Retry(_)) => "retry",
        };
        metrics::counter!("outside_mails_total", "result" => word).increment(1);
        result
    }
}

/// Which answers are about this address or mail. Refused log-in, wrong commands and a blocked sender are our own trouble:
/// those mails wait. The server's words may repeat the address, so only its codes are kept.
fn judge(error: &lettre::transport::smtp::Error) -> MailError {
    let Some(status) = error.status() else {
        let kind = if error.is_timeout() {
            "time-out"
        } else if error.is_tls() {
            "TLS failed"
        } else {
            "the connection failed"
        };
        return MailError::Retry(kind.to_owned());
    };
    let code = status.to_string();
    let about_the_address =
        || error.source().is_some_and(|words| ["5.1.", "5.2."].iter().any(|class| words.to_string().starts_with(class)));
    match code.as_str() {
        "550" | "551" | "552" | "553" | "555" | "556" => MailError::Refused(code),
        "554" if about_the_address() => MailError::Refused(code),
        _ => MailError::Retry(code),
    }
}

/// Tells vacation notices and other robots not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
