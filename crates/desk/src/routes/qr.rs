//! A QR code for a link, so that the widget need not carry the mathematics to every shopper: `POST /v1/qr`.

use super::check_length;
use crate::{app::App, auth::Visitor, extract::Body, refuse::Refuse};
use axum::{Json, Router, routing::post};
use qrcodegen::{QrCode, QrCodeEcc};
use std::sync::Arc;
use wire::help::{Qr, QrRequest};

/// Characters: a phone reads a larger code badly from a screen.
const LONGEST: u32 = 400;

pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/qr", post(qr))
}

async fn qr(_: Visitor, Body(request): Body<QrRequest>) -> Result<Json<Qr>, Refuse> {
    check_length("`text`", &request.text, LONGEST)?;
    Ok(Json(Qr { rows: rows(&request.text)? }))
}

/// The squares of a code, `1` is dark.
pub fn rows(text: &str) -> Result<Vec<String>, Refuse> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|error| Refuse::unacceptable("too_long", format!("`text` does not fit into a QR code: {error}.")))?;
    let bit = |x, y| if code.get_module(x, y) { '1' } else { '0' };
    Ok((0..code.size()).map(|y| (0..code.size()).map(|x| bit(x, y)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_square_with_its_three_corners() {
        let code = QrCode::encode_text("https://shop.example/chat/?join=ABCDE12345", QrCodeEcc::Medium).unwrap();
        let last = code.size() - 1;
        for (x, y) in [(0, 0), (last, 0), (0, last)] {
            assert!(code.get_module(x, y), "a finder's corner is dark");
        }
        assert!(!code.get_module(7, 7), "and set off by light");
    }
}
