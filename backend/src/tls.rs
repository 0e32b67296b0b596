//! Transport encryption: a certificate from files, or one made at start for trying.

use std::{path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject as _},
};

use crate::settings::Tls;

/// Why a certificate could not be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file could not be read as PEM.
    #[error("{0}: {1}")]
    File(String, rustls::pki_types::pem::Error),
    /// The certificate and key do not go together.
    #[error("the certificate and its key cannot be used")]
    Certificate(#[from] rustls::Error),
    /// No certificate could be made.
    #[error("no certificate could be made")]
    SelfSigned(#[from] rcgen::Error),
}

/// The server's side of TLS, or nothing where it serves in the clear.
pub(crate) fn server_config(tls: &Tls, host: &str) -> Result<Option<ServerConfig>, TlsError> {
    let (chain, key) = match (&tls.tls_cert, &tls.tls_key) {
        (Some(certificate), Some(key)) => (read_chain(certificate)?, read_key(key)?),
        _ if tls.tls_self_signed => make_self_signed(host)?,
        _ => return Ok(None),
    };
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Some(builder.with_no_client_auth().with_single_cert(chain, key)?))
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let failed = |error| TlsError::File(path.display().to_string(), error);
    CertificateDer::pem_file_iter(path).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| TlsError::File(path.display().to_string(), error))
}

fn make_self_signed(host: &str) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), TlsError> {
    let names = vec![host.to_owned(), "localhost".to_owned()];
    let certified = rcgen::generate_simple_self_signed(names)?;
    let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    Ok((vec![certified.cert.der().clone()], key.into()))
}
