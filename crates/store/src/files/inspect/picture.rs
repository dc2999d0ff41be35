//! A picture of a person: looked into, and drawn anew as a small square.
//!
//! Only the pixels go on. Where it was taken (EXIF), with what and by whom (XMP), profiles, comments and whatever else
//! hangs on a picture stays behind, and so does everything that is a picture and something else at the same time.

use std::io::Cursor;

use domain::{
    organization::Logo,
    photos::{MAX_PIXELS, MIN_SIDE, Refusal, SIDE, Square, promising},
};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageResult, Limits, RgbImage,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::{PngDecoder, PngEncoder},
        webp::WebPDecoder,
    },
    imageops::FilterType,
    metadata::Orientation,
};

use super::{contains, contains_in_any_case, tail, u32_at};

/// The most that decoding one picture may take beside the decoder's own tables.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
/// Good enough for a face on a screen.
const QUALITY: u8 = 85;
/// Where a page or a PDF would begin that hides in a picture.
const HEAD: usize = 4 * 1024;
/// Where an archive would end: its last record with the longest comment.
const TAIL: usize = 66 * 1024;

/// The photo that is made from a picture, as a JPEG: the square that is asked for, or the largest one in the middle.
///
/// # Errors
/// The first reason against it.
pub fn portrait(content: &[u8], square: Option<Square>) -> Result<Vec<u8>, Refusal> {
    promising(content.len() as u64)?;
    let picture = decoded(content, MIN_SIDE)?;
    let square = square.unwrap_or_else(|| Square::middle(picture.width(), picture.height()));
    if !square.fits(picture.width(), picture.height()) {
        return Err(Refusal::Square);
    }
    encoded(&cut(&picture, square))
}

/// The logo that is made from a picture: the whole of it, small, as a PNG that one can look through where one could
/// before.
///
/// # Errors
/// The first reason against it.
pub fn emblem(content: &[u8]) -> Result<Vec<u8>, Refusal> {
    promising(content.len() as u64)?;
    let picture = decoded(content, Logo::LEAST)?;
    let (width, height) = Logo::fitting(picture.width(), picture.height());
    let drawn = picture.resize_exact(width, height, FilterType::CatmullRom).to_rgba8();
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&drawn, width, height, ExtendedColorType::Rgba8)
        .map_err(refused)?;
    Ok(bytes)
}

/// The picture as it is seen, upright. Both its sides have at least so many pixels.
fn decoded(content: &[u8], least: u32) -> Result<DynamicImage, Refusal> {
    let bytes = Cursor::new(content);
    match content {
        [0xff, 0xd8, 0xff, ..] => {
            pure(content)?;
            if !has_end(content) {
                return Err(Refusal::Broken);
            }
            upright(JpegDecoder::new(bytes), least)
        }
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => {
            pure(content)?;
            if !content.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82") {
                return Err(Refusal::Broken);
            }
            let decoder = PngDecoder::with_limits(bytes, limits()).map_err(refused)?;
            if decoder.is_apng().map_err(refused)? {
                return Err(Refusal::Animated);
            }
            upright(Ok(decoder), least)
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            pure(content)?;
            if u32_at(content, 4).map(|length| length as usize + 8) != Some(content.len()) {
                return Err(Refusal::Broken);
            }
            let decoder = WebPDecoder::new(bytes).map_err(refused)?;
            if decoder.has_animation() {
                return Err(Refusal::Animated);
            }
            upright(Ok(decoder), least)
        }
        _ => Err(Refusal::Kind),
    }
}

/// Refuses what would be opened as something else too. Nothing of it would be kept; but whoever sends such a file is
/// better told so.
fn pure(content: &[u8]) -> Result<(), Refusal> {
    let (head, tail) = (&content[..content.len().min(HEAD)], tail(content, TAIL));
    let is_pdf = contains(head, b"%PDF-");
    let is_archive = contains(tail, b"PK\x05\x06");
    let pages: [&[u8]; 3] = [b"<script", b"<html", b"<?php"];
    let is_page = pages.iter().any(|page| [head, tail].iter().any(|part| contains_in_any_case(part, page)));
    if is_pdf || is_archive || is_page { Err(Refusal::Mixed) } else { Ok(()) }
}

/// Whether a JPEG reaches its end. A decoder fills in grey what is missing. What follows the end is not looked at:
/// telephones put second pictures there.
fn has_end(jpeg: &[u8]) -> bool {
    let mut at = 2;
    while let Some(found) = jpeg.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xff)) {
        at += found + 1;
        match jpeg.get(at..) {
            Some([0xd9, ..]) => return true,
            // A letter of the picture's own data, or a place from which reading can go on.
            Some([0x00 | 0x01 | 0xd0..=0xd7, ..]) => at += 1,
            // Any number of these may stand before a marker.
            Some([0xff, ..]) => {}
            Some([_, high, low, ..]) => at += 1 + usize::from(u16::from_be_bytes([*high, *low])),
            _ => return false,
        }
    }
    false
}

/// Decodes a picture whose size is known to be fine, and turns it as the camera was held.
fn upright(decoder: ImageResult<impl ImageDecoder>, least: u32) -> Result<DynamicImage, Refusal> {
    let mut decoder = decoder.map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refusal::Pixels);
    }
    if width.min(height) < least {
        return Err(Refusal::Small);
    }
    decoder.set_limits(limits()).map_err(refused)?;
    // A picture that says nothing of it, or nothing that can be read, was taken upright.
    let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(held);
    Ok(picture)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

fn refused(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::Pixels,
        _ => Refusal::Broken,
    }
}

/// The square, at most as large as a photo is kept, on white where one could look through.
fn cut(picture: &DynamicImage, square: Square) -> RgbImage {
    let side = square.side.min(SIDE);
    let square = picture.crop_imm(square.left, square.top, square.side, square.side);
    let seen = square.resize_exact(side, side, FilterType::CatmullRom).to_rgba8();
    RgbImage::from_fn(side, side, |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0.map(u16::from);
        let on_white = |color: u16| ((color * alpha + 255 * (255 - alpha)) / 255) as u8;
        image::Rgb([on_white(red), on_white(green), on_white(blue)])
    })
}

fn encoded(photo: &RgbImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    photo.write_with_encoder(encoder).map_err(refused)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
