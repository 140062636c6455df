//! TLS by the desk's own certificate, for who has no proxy to do it.

use crate::{config::Tls, error::Error};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{path::Path, sync::Arc};
use tokio_rustls::TlsAcceptor;

/// Reads certificate and key. They are read once: a renewed certificate is taken at the next start.
pub fn acceptor(tls: &Tls) -> Result<TlsAcceptor, Error> {
    let chain = CertificateDer::pem_file_iter(&tls.cert).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(|why| unusable(&tls.cert, &why))?;
    if chain.is_empty() {
        return Err(unusable(&tls.cert, &"it holds no certificate"));
    }
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|why| unusable(&tls.key, &why))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|why| unusable(&tls.cert, &why))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|why| unusable(&tls.key, &format!("it does not belong to {}: {why}", tls.cert.display())))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn unusable(path: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::Tls { path: path.to_owned(), reason: why.to_string() }
}
