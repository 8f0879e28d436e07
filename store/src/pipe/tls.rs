//! How the way to the server is made safe, by the modes of PostgreSQL's own clients: `require` encrypts and believes
//! any certificate, `verify-ca` asks who vouches for it, `verify-full` also whether it is this server's.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sqlx::postgres::PgSslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, Pem};

/// What makes the way to the server safe; `None` where nothing shall.
///
/// # Errors
/// `sqlx::Error::Tls` when certificates or a key cannot be read.
pub(super) fn connector(address: &Address) -> Result<Option<MakeRustlsConnect>, sqlx::Error> {
    if matches!(address.mode, PgSslMode::Disable) {
        return Ok(None);
    }
    // Named, not taken from the process, where another library may have set another.
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(tls)?;
    let algorithms = provider.signature_verification_algorithms;
    let builder = match address.mode {
        PgSslMode::VerifyFull => builder.with_root_certificates(roots(address.root_cert.as_ref())?),
        mode => {
            let vouching = match mode {
                PgSslMode::VerifyCa => {
                    let roots = Arc::new(roots(address.root_cert.as_ref())?);
                    Some(WebPkiServerVerifier::builder_with_provider(roots, provider).build().map_err(tls)?)
                }
                _ => None,
            };
            builder.dangerous().with_custom_certificate_verifier(Arc::new(Lenient { vouching, algorithms }))
        }
    };
    let config = match (&address.client_cert, &address.client_key) {
        (Some(chain), Some(key)) => {
            let key = PrivateKeyDer::from_pem_slice(&key.read()?).map_err(tls)?;
            builder.with_client_auth_cert(certificates(chain)?, key).map_err(tls)?
        }
        _ => builder.with_no_client_auth(),
    };
    Ok(Some(MakeRustlsConnect::new(config)))
}

fn roots(own: Option<&Pem>) -> Result<RootCertStore, sqlx::Error> {
    let mut roots = RootCertStore::empty();
    match own {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(pem) => {
            for certificate in certificates(pem)? {
                roots.add(certificate).map_err(tls)?;
            }
        }
    }
    Ok(roots)
}

fn certificates(pem: &Pem) -> Result<Vec<CertificateDer<'static>>, sqlx::Error> {
    CertificateDer::pem_slice_iter(&pem.read()?).collect::<Result<_, _>>().map_err(tls)
}

fn tls(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Tls(Box::new(error))
}

/// Asks for less than a certificate of this very server. What is signed with it must be signed rightly all the same.
#[derive(Debug)]
struct Lenient {
    /// Who says whether somebody trusted vouches for a certificate; without, any is believed: the way is hidden from
    /// those who only listen, not from those who stand in it.
    vouching: Option<Arc<WebPkiServerVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(vouching) = &self.vouching else { return Ok(ServerCertVerified::assertion()) };
        match vouching.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            answer => answer,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
