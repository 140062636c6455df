//! A desk with a certificate of its own: over a real socket, by a client that checks it.

use crate::bench::config;
use desk::{Error, Tls};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::json;
use std::{fs, io::Write, net::TcpStream, sync::Arc};
use tempfile::TempDir;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// PEM of a certificate for this machine, in the files that the settings name.
fn certificate(folder: &TempDir) -> (Tls, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let tls = Tls { cert: folder.path().join("cert.pem"), key: folder.path().join("key.pem") };
    fs::write(&tls.cert, cert.pem()).unwrap();
    fs::write(&tls.key, signing_key.serialize_pem()).unwrap();
    (tls, cert.pem())
}

fn client(root: &str) -> ureq::Agent {
    let roots = RootCerts::new_with_certs(&[Certificate::from_pem(root.as_bytes()).unwrap()]);
    let tls = TlsConfig::builder().root_certs(roots).build();
    ureq::Agent::new_with_config(ureq::Agent::config_builder().tls_config(tls).http_status_as_error(false).build())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_go_over_tls_and_the_cookie_stays_there() {
    let folder = Arc::new(TempDir::new().unwrap());
    let (tls, root) = certificate(&folder);
    let mut config = config(&folder);
    config.settings.tls = Some(tls);
    let desk = desk::open(config).await.unwrap();
    assert_eq!(desk.scheme(), "https");
    let (addr, first) = (desk.local_addr(), desk.first_login().unwrap().clone());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(desk.run(async {
        let _ = stopped.await;
    }));
    tokio::task::spawn_blocking(move || {
        let login = json!({"login": first.login, "password": first.password}).to_string();
        let reply = client(&root)
            .post(format!("https://{addr}/v1/agent/login"))
            .header("content-type", "application/json")
            .header("x-renzai-console", "1")
            .send(&login)
            .unwrap();
        assert_eq!(reply.status(), 200);
        let cookie = reply.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("; Secure") && cookie.contains("HttpOnly"), "{cookie}");
        assert_eq!(reply.headers()["strict-transport-security"], "max-age=31536000");

        let stranger = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap().cert.pem();
        let error = client(&stranger).get(format!("https://{addr}/v1/health")).call().unwrap_err();
        assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
        // Who speaks no TLS is shown out, and keeps nobody else from being served.
        let mut plain = TcpStream::connect(addr).unwrap();
        plain.write_all(b"GET /v1/health HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        assert_eq!(client(&root).get(format!("https://{addr}/v1/health")).call().unwrap().status(), 200);
    })
    .await
    .unwrap();
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn files_that_are_no_certificate_or_do_not_belong_together_are_named() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (mine, _) = certificate(&folder);
    let (theirs, _) = certificate(&other);
    let refused = async |tls: Tls| {
        let mut config = config(&folder);
        config.settings.tls = Some(tls);
        desk::open(config).await.err().unwrap()
    };
    let none = refused(Tls { cert: folder.path().join("none.pem"), ..mine.clone() }).await;
    assert!(matches!(&none, Error::Tls { .. }) && none.to_string().contains("none.pem"), "{none}");
    fs::write(folder.path().join("text.pem"), "no certificate").unwrap();
    let text = refused(Tls { cert: folder.path().join("text.pem"), ..mine.clone() }).await;
    assert!(text.to_string().contains("text.pem"), "{text}");
    let mixed = refused(Tls { key: theirs.key, ..mine }).await;
    assert!(matches!(&mixed, Error::Tls { .. }) && mixed.to_string().contains("belong"), "{mixed}");
}
