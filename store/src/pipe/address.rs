//! Where the server is and how it is spoken to, taken from what sqlx has read of the address, the environment and the
//! password file: readers and lanes reach one server in one way.

use std::path::PathBuf;
use std::str::FromStr;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

/// Where the server is, and what makes the way there safe.
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) mode: PgSslMode,
    /// Whom to believe, instead of the authorities everybody believes.
    pub(super) root_cert: Option<Pem>,
    /// Who we are.
    pub(super) client_cert: Option<Pem>,
    pub(super) client_key: Option<Pem>,
}

/// Certificates or a key: in a file, or said in the address.
pub(super) enum Pem {
    File(PathBuf),
    Inline(Vec<u8>),
}

/// The address in the options.
///
/// # Errors
/// `sqlx::Error::Configuration` for one that PostgreSQL's own clients would not understand either.
pub(super) fn of(options: &PgConnectOptions) -> Result<Address, sqlx::Error> {
    let mut url = options.to_url_lossy();
    let named: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let pem = |name: &str| named.iter().find(|(key, _)| key == name).map(|(_, value)| Pem::of(value));
    let (root_cert, client_cert, client_key) = (pem("sslrootcert"), pem("sslcert"), pem("sslkey"));
    url.set_query(None);
    let mut config = Config::from_str(url.as_str()).map_err(|error| sqlx::Error::Configuration(Box::new(error)))?;
    config.user(options.get_username());
    if let Some(name) = options.get_application_name() {
        config.application_name(name);
    }
    if let Some(settings) = options.get_options() {
        config.options(settings);
    }
    let mode = options.get_ssl_mode();
    config.ssl_mode(match mode {
        PgSslMode::Disable => SslMode::Disable,
        PgSslMode::Allow | PgSslMode::Prefer => SslMode::Prefer,
        PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull => SslMode::Require,
    });
    Ok(Address { config, mode, root_cert, client_cert, client_key })
}

impl Pem {
    fn of(text: &str) -> Self {
        // So sqlx writes the name of a file when it is asked for its address.
        let text = text.strip_prefix("file: ").unwrap_or(text);
        if text.trim_start().starts_with("-----BEGIN") {
            Self::Inline(text.as_bytes().to_vec())
        } else {
            Self::File(PathBuf::from(text))
        }
    }

    /// The text itself.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn read(&self) -> Result<Vec<u8>, sqlx::Error> {
        match self {
            Self::Inline(bytes) => Ok(bytes.clone()),
            Self::File(path) => std::fs::read(path)
                .map_err(|error| sqlx::Error::Tls(format!("{} cannot be read: {error}", path.display()).into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio_postgres::config::Host;

    use super::*;

    fn address(url: &str) -> Address {
        of(&PgConnectOptions::from_str(url).unwrap()).unwrap()
    }

    #[test]
    fn name_password_place_and_database_are_those_of_the_address() {
        let Address { config, mode, .. } = address(
            "postgres://anna:p%40ss%2Fword@db.example.test:6543/gallery?sslmode=verify-full&application_name=x",
        );
        assert_eq!(config.get_user(), Some("anna"));
        assert_eq!(config.get_password(), Some("p@ss/word".as_bytes()));
        assert_eq!(config.get_hosts(), [Host::Tcp("db.example.test".to_owned())]);
        assert_eq!((config.get_ports(), config.get_dbname()), (&[6543][..], Some("gallery")));
        assert_eq!(config.get_application_name(), Some("x"));
        assert_eq!(config.get_ssl_mode(), SslMode::Require);
        assert!(matches!(mode, PgSslMode::VerifyFull));
    }

    #[test]
    fn a_socket_in_the_file_system_is_one() {
        let Address { config, .. } = address("postgres://anna@%2Fvar%2Frun%2Fpostgresql/gallery");
        assert_eq!(config.get_hosts(), [Host::Unix("/var/run/postgresql".into())]);
    }

    #[test]
    fn certificates_are_read_where_the_address_says() {
        let Address { root_cert, client_cert, .. } =
            address("postgres://a@b/c?sslmode=require&sslrootcert=%2Fetc%2Fca.pem");
        assert!(matches!(root_cert, Some(Pem::File(path)) if path == std::path::Path::new("/etc/ca.pem")));
        assert!(client_cert.is_none());
    }
}
