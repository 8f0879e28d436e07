//! Mails over SMTP, with lettre.
//!
//! A connection that is not secured as configured is never used: with STARTTLS a server that does not offer it is refused,
//! and nothing was said before. What the other side refuses for good (5xx) is told apart from what may go later; that it
//! does not let this program in is no fault of the mail.

use std::path::PathBuf;
use std::time::Duration;

use impasto_domain::mail::Mail;
use impasto_domain::ports::{MailError, Mailer, PortFuture};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// Where mails go and who they come from.
#[derive(Clone)]
pub struct SmtpSettings {
    /// The server's name, which its certificate must bear.
    pub host: String,
    /// Its port; unset, the usual one.
    pub port: Option<u16>,
    /// How the connection is secured.
    pub security: Security,
    /// User and password.
    pub credentials: Option<(String, String)>,
    /// Certificates (PEM) to trust besides the public ones.
    pub ca_file: Option<PathBuf>,
    /// The name that mails come from.
    pub from_name: Option<String>,
    /// The address that mails come from.
    pub from_address: String,
    /// Connections at once.
    pub connections: u32,
}

/// How a connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Begun in the clear and secured before anything is said.
    Starttls,
    /// Secured from the first byte on.
    Implicit,
    /// Not secured.
    None,
}

/// The settings cannot be used; one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSettingsError {
    /// The sender's address.
    #[error("mail.from: {0}")]
    From(String),
    /// The certificates.
    #[error("mail.smtp.ca_file {0}: {1}")]
    CaFile(String, String),
    /// Anything about TLS.
    #[error("mail.smtp.host: {0}")]
    Tls(String),
}

/// How long one exchange with the server may take.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long a connection is kept for the next mail.
const IDLE: Duration = Duration::from_secs(30);

/// Answers that are about this program's sign-in and not about the mail (RFC 4954).
const SIGN_IN_CODES: [&str; 4] = ["530", "534", "535", "538"];

/// The server that takes mails.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// A mailer; to be made inside a tokio runtime. It connects when there is a mail.
    ///
    /// # Errors
    /// [`SmtpSettingsError`] for settings that can never work.
    pub fn new(settings: &SmtpSettings) -> Result<Self, SmtpSettingsError> {
        let address: Address =
            settings.from_address.parse().map_err(|error| SmtpSettingsError::From(format!("{error}")))?;
        let (tls, usual_port) = match settings.security {
            Security::Starttls => (Tls::Required(tls(settings)?), 587),
            Security::Implicit => (Tls::Wrapper(tls(settings)?), 465),
            Security::None => (Tls::None, 25),
        };
        let pool = PoolConfig::new().max_size(settings.connections.max(1)).idle_timeout(IDLE);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port.unwrap_or(usual_port))
            .tls(tls)
            .timeout(Some(PATIENCE))
            .pool_config(pool);
        if let Some((user, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { transport: builder.build(), from: Mailbox::new(settings.from_name.clone(), address) })
    }

    fn message(&self, mail: &Mail) -> Result<Message, MailError> {
        let refused = |what: &str, error: &dyn std::fmt::Display| MailError::Refused(format!("{what}: {error}"));
        let to: Address = mail.to.parse().map_err(|error| refused("the address cannot be written to", &error))?;
        let id = format!("<{}@{}>", mail.id, self.from.email.domain());
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .message_id(Some(id))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        let body = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
        builder.multipart(body).map_err(|error| refused("the mail cannot be put together", &error))
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> PortFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            let message = self.message(mail)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(told(&error)),
            }
        })
    }
}

fn told(error: &lettre::transport::smtp::Error) -> MailError {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    if error.is_permanent() && !SIGN_IN_CODES.contains(&code.as_str()) {
        MailError::Refused(error.to_string())
    } else {
        MailError::Failed(error.to_string())
    }
}

fn tls(settings: &SmtpSettings) -> Result<TlsParameters, SmtpSettingsError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(file) = &settings.ca_file {
        let unusable = |error: String| SmtpSettingsError::CaFile(file.display().to_string(), error);
        let pem = std::fs::read(file).map_err(|error| unusable(error.to_string()))?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| unusable(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|error| SmtpSettingsError::Tls(error.to_string()))
}
