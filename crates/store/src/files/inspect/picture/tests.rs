use image::{
    ExtendedColorType, ImageEncoder, Rgba, RgbaImage,
    codecs::{png::PngEncoder, webp::WebPEncoder},
};

use super::*;

/// Its left half is red, its right half blue, and a quarter of it, above on the left, is green.
fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => image::Rgb([0, 200, 0]),
        (true, false) => image::Rgb([200, 0, 0]),
        (false, _) => image::Rgb([0, 0, 200]),
    })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&drawing(width, height)).unwrap()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let (mut bytes, drawing) = (Vec::new(), drawing(width, height));
    PngEncoder::new(&mut bytes).write_image(&drawing, width, height, ExtendedColorType::Rgb8).unwrap();
    bytes
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let (mut bytes, drawing) = (Vec::new(), drawing(width, height));
    WebPEncoder::new_lossless(&mut bytes)
        .write_image(&drawing, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A JPEG with one more segment behind its beginning.
fn with(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
}

/// EXIF that says no more than how the camera was held.
fn held(orientation: u8) -> Vec<u8> {
    let tag = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    [b"Exif\0\0II*\0\x08\0\0\0\x01\0".as_slice(), &tag, &[0; 4]].concat()
}

fn photo(content: &[u8]) -> RgbImage {
    image::load_from_memory(&portrait(content, None).unwrap()).unwrap().to_rgb8()
}

fn is(color: [u8; 3], near: [u8; 3]) -> bool {
    color.iter().zip(near).all(|(one, other)| one.abs_diff(other) < 40)
}

#[test]
fn every_kind_becomes_a_square_jpeg() {
    for picture in [jpeg(800, 600), png(800, 600), webp(800, 600)] {
        let photo = photo(&picture);
        assert_eq!(photo.dimensions(), (512, 512));
        assert!(is(photo.get_pixel(20, 20).0, [0, 200, 0]) && is(photo.get_pixel(500, 20).0, [0, 0, 200]));
    }
}

#[test]
fn a_small_picture_is_not_blown_up() {
    assert_eq!(photo(&png(100, 70)).dimensions(), (70, 70));
    assert_eq!(portrait(&png(100, 63), None), Err(Refusal::Small));
}

#[test]
fn the_square_is_the_one_that_was_asked_for() {
    let square = Square { left: 500, top: 0, side: 300 };
    let cut = image::load_from_memory(&portrait(&png(800, 600), Some(square)).unwrap()).unwrap().to_rgb8();
    assert_eq!(cut.dimensions(), (300, 300));
    assert!(cut.pixels().all(|pixel| is(pixel.0, [0, 0, 200])));
    let beside = Square { left: 501, ..square };
    assert_eq!(portrait(&png(800, 600), Some(beside)), Err(Refusal::Square));
}

/// Where the green quarter goes, for each way to hold a camera.
#[test]
fn it_stands_upright_however_the_camera_was_held() {
    let corners = [(10, 10), (245, 10), (245, 245), (10, 245), (10, 10), (245, 10), (245, 245), (10, 245)];
    for (orientation, corner) in (1..=8).zip(corners) {
        let photo = photo(&with(&jpeg(256, 256), 0xe1, &held(orientation)));
        assert!(is(photo.get_pixel(corner.0, corner.1).0, [0, 200, 0]), "{orientation}");
    }
}

#[test]
fn the_square_is_of_the_picture_as_it_is_seen() {
    // Lying it is 800 by 600, upright 600 by 800, with what was below on the left now above.
    let lying = with(&jpeg(800, 600), 0xe1, &held(6));
    assert!(portrait(&lying, Some(Square { left: 0, top: 500, side: 300 })).is_ok());
    assert_eq!(portrait(&lying, Some(Square { left: 500, top: 0, side: 300 })), Err(Refusal::Square));
}

#[test]
fn one_looks_through_to_white() {
    let clear = RgbaImage::from_pixel(100, 100, Rgba([0, 0, 0, 0]));
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&clear, 100, 100, ExtendedColorType::Rgba8).unwrap();
    assert!(photo(&bytes).pixels().all(|pixel| is(pixel.0, [255; 3])));
}

#[test]
fn nothing_but_the_picture_is_left() {
    let mut picture = with(&jpeg(200, 200), 0xe1, &held(1));
    picture = with(&picture, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>37.77,-122.41</x:xmpmeta>");
    picture = with(&picture, 0xe2, b"ICC_PROFILE\0\x01\x01taken by Casey");
    picture = with(&picture, 0xfe, b"front door of 2948 24th Street");
    let kept = portrait(&picture, None).unwrap();
    for word in [b"Exif".as_slice(), b"xmpmeta", b"ICC_PROFILE", b"Casey", b"front door"] {
        assert!(contains(&picture, word) && !contains(&kept, word));
    }
}

#[test]
fn what_is_not_whole_is_refused() {
    for picture in [jpeg(300, 300), png(300, 300), webp(300, 300)] {
        for kept in [picture.len() - 1, picture.len() / 2, 40] {
            assert_eq!(portrait(&picture[..kept], None), Err(Refusal::Broken), "{kept} of {}", picture.len());
        }
    }
    // A thumbnail inside of it has an end of its own.
    let thumbnail = with(&jpeg(300, 300), 0xe1, &jpeg(64, 64));
    assert!(portrait(&thumbnail, None).is_ok());
    assert_eq!(portrait(&thumbnail[..thumbnail.len() - 200], None), Err(Refusal::Broken));
}

#[test]
fn a_second_picture_behind_the_first_is_left_there() {
    assert!(portrait(&[jpeg(300, 300), jpeg(64, 64)].concat(), None).is_ok());
}

#[test]
fn another_kind_is_refused_whatever_it_is_called() {
    for other in [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(),
        b"GIF89a",
        b"BM",
        b"%PDF-1.7",
        b"II*\0",
        b"text",
    ] {
        assert_eq!(portrait(other, None), Err(Refusal::Kind));
    }
    assert_eq!(portrait(b"", None), Err(Refusal::Empty));
}

#[test]
fn a_picture_that_is_something_else_too_is_refused() {
    let behind = |more: &[u8]| [jpeg(300, 300).as_slice(), more].concat();
    for mixed in [
        behind(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        behind(b"<HTML><Script>alert(1)</script>"),
        with(&jpeg(300, 300), 0xfe, b"%PDF-1.7"),
        with(&jpeg(300, 300), 0xfe, b"<?php system($_GET[0]);"),
    ] {
        assert_eq!(portrait(&mixed, None), Err(Refusal::Mixed));
    }
}

/// A header alone, for a picture that nobody has.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(64, 64);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}

#[test]
fn what_promises_too_many_pixels_is_refused_before_it_is_decoded() {
    assert_eq!(portrait(&png_header(50_000, 50_000), None), Err(Refusal::Pixels));
    // The negative control: a size that is fine reaches the decoder, which finds too little.
    assert_eq!(portrait(&png_header(500, 500), None), Err(Refusal::Broken));
}

#[test]
fn a_moving_picture_is_refused() {
    let mut moving = png(64, 64);
    let control = [b"acTL".as_slice(), &2_u32.to_be_bytes(), &0_u32.to_be_bytes()].concat();
    let chunk = [8_u32.to_be_bytes().as_slice(), &control, &crc(&control).to_be_bytes()].concat();
    moving.splice(33..33, chunk);
    assert_eq!(portrait(&moving, None), Err(Refusal::Animated));
}
