//! Pictures drawn anew. What a picture carries beside its pixels (places, names, a script behind its end) does not reach
//! who opens it, and what is no picture is noticed here and not on somebody's screen.

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, ImageResult,
    Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};
use std::io::Cursor;

/// Pixels of a picture at the most: those of a camera with 24 megapixels fit. With 16 bits a colour half as many. The
/// largest takes 250 MB for a moment.
pub const PIXELS: u32 = 25_000_000;

/// Bytes of the decoded picture at the most.
const BYTES: u64 = 4 * PIXELS as u64;

/// Of 100: nobody sees what is lost.
const QUALITY: u8 = 88;

/// Why there is no picture.
#[derive(Debug, PartialEq, Eq)]
pub enum Spoilt {
    /// More pixels than [`PIXELS`].
    TooLarge,
    /// Its bytes end too early, or are none of a picture.
    Unreadable,
}

/// Reads a picture and draws it anew, upright: its type and bytes. A JPEG and a WebP become a JPEG, a PNG and a GIF a PNG;
/// of a moving picture the first one stays. What can be seen through stays so, unless it would take more than `most` bytes.
///
/// # Errors
/// When it has too many pixels, or cannot be read.
pub fn redraw(kind: &str, bytes: &[u8], most: u64) -> Result<(&'static str, Vec<u8>), Spoilt> {
    let format = ImageFormat::from_mime_type(kind).ok_or(Spoilt::Unreadable)?;
    let picture = read(format, bytes)?;
    let exact = matches!(format, ImageFormat::Png | ImageFormat::Gif) || picture.color().has_alpha();
    if exact {
        let png = png(&picture).map_err(|_| Spoilt::Unreadable)?;
        if u64::try_from(png.len()).is_ok_and(|length| length <= most) {
            return Ok(("image/png", png));
        }
    }
    Ok(("image/jpeg", jpeg(picture).map_err(|_| Spoilt::Unreadable)?))
}

fn read(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, Spoilt> {
    let spoilt = |error: ImageError| match error {
        ImageError::Limits(_) => Spoilt::TooLarge,
        _ => Spoilt::Unreadable,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(spoilt)?;
    let (width, height) = decoder.dimensions();
    // Nothing has been read but the head: a bomb is refused before it goes off.
    if u64::from(width) * u64::from(height) > u64::from(PIXELS) || decoder.total_bytes() > BYTES {
        return Err(Spoilt::TooLarge);
    }
    let way = decoder.orientation().map_err(spoilt)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(spoilt)?;
    picture.apply_orientation(way);
    Ok(picture)
}

fn png(picture: &DynamicImage) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    picture.write_with_encoder(encoder)?;
    Ok(bytes)
}

fn jpeg(picture: DynamicImage) -> ImageResult<Vec<u8>> {
    let (mut bytes, plain) = (Vec::new(), picture.into_rgb8());
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    encoder.write_image(&plain, plain.width(), plain.height(), ExtendedColorType::Rgb8)?;
    Ok(bytes)
}
