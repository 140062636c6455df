//! Pictures as the desk keeps them: drawn anew, with nothing in them but what is seen; what is none is refused in words.

use crate::bench::{Bench, Visitor, text};
use image::{DynamicImage, Frame, ImageFormat, RgbImage, RgbaImage, codecs::gif::GifEncoder};
use serde_json::Value;
use std::io::Cursor;

/// What is seen.
pub fn pixels(bytes: &[u8]) -> RgbaImage {
    image::load_from_memory(bytes).unwrap().to_rgba8()
}

/// Red above, blue below: higher than wide.
fn flag() -> RgbImage {
    RgbImage::from_fn(16, 48, |_, y| image::Rgb(if y < 24 { [200, 20, 20] } else { [20, 20, 200] }))
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A segment of a JPEG.
fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], content].concat()
}

/// EXIF that says "turn me to the right", with a script in the description.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x0e\0\x02\0\0\0\x20\0\0\0\x26");
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
    tiff.extend(b"<script>fired('EXIF')</script>\0\0");
    [b"Exif\0\0", tiff.as_slice()].concat()
}

/// A photo that is a page, too: markup in its comment, in EXIF and behind its end.
fn polyglot() -> Vec<u8> {
    let photo = encoded(flag(), ImageFormat::Jpeg);
    let comment = segment(0xfe, b"<html><script>fired('COMMENT')</script>");
    [&photo[..2], &segment(0xe1, &exif()), &comment, &photo[2..], b"<script>fired('TRAILER')</script>"].concat()
}

struct Door {
    customer: Visitor,
    path: String,
}

impl Door {
    async fn open(bench: &Bench) -> Self {
        let customer = bench.visitor().await;
        let path = format!("/v1/conversations/{}/files", customer.ask().await);
        Self { customer, path }
    }

    /// What the desk says of a picture, and what it gives out.
    async fn through(&self, name: &str, bytes: Vec<u8>) -> (Value, Vec<u8>) {
        let info = self.customer.post(&format!("{}?name={name}", self.path)).bytes(bytes).ok().await;
        let given = self.customer.get(&format!("{}/{}", self.path, text(&info, "file"))).send().await;
        assert_eq!(given.header("content-type"), text(&info, "kind"));
        (info, given.body)
    }

    async fn refused(&self, bytes: Vec<u8>, status: u16, error: &str) {
        self.customer.post(&format!("{}?name=x.png", self.path)).bytes(bytes).refused(status, error).await;
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[tokio::test]
async fn a_photo_that_is_a_page_too_is_a_photo_only_and_stands_upright() {
    let bench = Bench::new().await;
    let sent = polyglot();
    for word in [&b"EXIF"[..], b"COMMENT", b"TRAILER"] {
        assert!(holds(&sent, word));
    }
    let (info, given) = Door::open(&bench).await.through("photo.html", sent).await;
    assert_eq!((text(&info, "kind"), text(&info, "name")), ("image/jpeg".to_owned(), "photo.html.jpg".to_owned()));
    for word in [&b"script"[..], b"fired", b"Exif", b"html"] {
        assert!(!holds(&given, word), "{}", String::from_utf8_lossy(word));
    }
    let seen = pixels(&given);
    assert_eq!((seen.width(), seen.height()), (48, 16), "turned as EXIF said");
    let (left, right) = (seen.get_pixel(2, 8), seen.get_pixel(45, 8));
    assert!(left[2] > 150 && left[0] < 80, "what was below is left: {left:?}");
    assert!(right[0] > 150 && right[2] < 80, "what was above is right: {right:?}");
}

#[tokio::test]
async fn each_kind_arrives_as_it_looked_and_without_what_it_carried() {
    let bench = Bench::new().await;
    let door = Door::open(&bench).await;
    let glass = RgbaImage::from_fn(9, 9, |x, y| image::Rgba([200, 10, 10, if x == y { 0 } else { 255 }]));
    let secret = b"SECRETPLACE";
    // A text chunk of a PNG stands before its end; the sum is not looked at there.
    let plain = encoded(glass.clone(), ImageFormat::Png);
    let (head, end) = plain.split_at(plain.len() - 12);
    let chunk = [&19_u32.to_be_bytes()[..], b"tEXtComment\0", secret, &[0; 4]].concat();
    let (info, given) = door.through("a.png", [head, &chunk, end].concat()).await;
    assert_eq!((text(&info, "kind").as_str(), pixels(&given)), ("image/png", glass.clone()));
    assert!(!holds(&given, secret));

    let (info, given) = door.through("a.webp", encoded(glass.clone(), ImageFormat::WebP)).await;
    assert_eq!((text(&info, "kind").as_str(), text(&info, "name").as_str()), ("image/png", "a.png"));
    assert_eq!(pixels(&given), glass, "a WebP that can be seen through stays so");
    let (info, _) = door.through("b.webp", encoded(flag(), ImageFormat::WebP)).await;
    assert_eq!((text(&info, "kind").as_str(), text(&info, "name").as_str()), ("image/jpeg", "b.jpg"));

    let mut moving = Vec::new();
    let frames =
        [[255, 0, 0, 255], [0, 255, 0, 255]].map(|colour| Frame::new(RgbaImage::from_pixel(4, 4, image::Rgba(colour))));
    GifEncoder::new(&mut moving).encode_frames(frames).unwrap();
    let (info, given) = door.through("moving.gif", moving).await;
    assert_eq!((text(&info, "kind").as_str(), text(&info, "name").as_str()), ("image/png", "moving.png"));
    assert_eq!(pixels(&given).get_pixel(0, 0).0, [255, 0, 0, 255], "the first picture");
}

#[tokio::test]
async fn a_picture_that_is_sent_again_is_the_same_file_also_when_there_is_room_for_none() {
    let bench = Bench::with(|limits| limits.files = 1).await;
    let door = Door::open(&bench).await;
    let (first, _) = door.through("a.jpg", polyglot()).await;
    assert_eq!(door.through("b.jpg", polyglot()).await.0["file"], first["file"]);
    door.refused(encoded(flag(), ImageFormat::Png), 422, "too_many_files").await;
}

/// A PNG whose head says that it is so wide and high, with so many bits a colour.
fn promised(side: u32, bits: u8) -> Vec<u8> {
    let mut png = encoded(flag(), ImageFormat::Png);
    png[16..20].copy_from_slice(&side.to_be_bytes());
    png[20..24].copy_from_slice(&side.to_be_bytes());
    png[24] = bits;
    let sum = !png[12..29].iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    });
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

#[tokio::test]
async fn a_bomb_is_refused_before_it_goes_off() {
    let bench = Bench::new().await;
    let door = Door::open(&bench).await;
    for (side, bits) in [(5_001, 8), (30_000, 8), (u32::MAX >> 1, 8), (5_000, 16)] {
        door.refused(promised(side, bits), 413, "too_large").await;
    }
    let mut gif = Vec::new();
    GifEncoder::new(&mut gif).encode_frame(Frame::new(RgbaImage::new(1, 1))).unwrap();
    gif[6..10].fill(0xff);
    door.refused(gif, 413, "too_large").await;
    let mut jpeg = encoded(flag(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].fill(0xfe);
    door.refused(jpeg, 413, "too_large").await;
}

#[tokio::test]
async fn what_was_cut_is_refused_or_drawn_as_far_as_it_goes() {
    let bench = Bench::with(|limits| (limits.files, limits.tickets.burst) = (1_000, 1_000)).await;
    let door = Door::open(&bench).await;
    let moving = encoded(flag(), ImageFormat::Gif);
    let whole = [encoded(flag(), ImageFormat::Png), polyglot(), encoded(flag(), ImageFormat::WebP), moving];
    let mut refused = 0;
    for bytes in whole {
        for cut in (12..bytes.len()).step_by(bytes.len() / 12) {
            let call = door.customer.post(&format!("{}?name=x", door.path)).bytes(bytes[..cut].to_vec());
            let reply = call.send().await;
            if reply.status == 415 {
                assert_eq!(reply.json()["error"], "file_type");
                refused += 1;
                continue;
            }
            let path = format!("{}/{}", door.path, text(&reply.json(), "file"));
            pixels(&door.customer.get(&path).send().await.body);
        }
    }
    assert!(refused > 12, "{refused} of 48 or so");
    door.refused(b"\x89PNG\r\n\x1a\n<script>fired()</script>".to_vec(), 415, "file_type").await;
    door.refused(b"\xff\xd8\xff<svg onload=fired()>".to_vec(), 415, "file_type").await;
}
