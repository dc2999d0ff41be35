//! What is made of a picture, and which are refused.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use testkit::{App, Cast, Served};

use super::{BLUE, RED, is, kept, path, picture, put, set, version};

#[actix_web::test]
async fn the_square_that_was_chosen_is_what_is_kept() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let mut halves = RgbImage::from_pixel(600, 400, Rgb(RED));
    halves.enumerate_pixels_mut().filter(|(x, ..)| *x >= 300).for_each(|(.., pixel)| *pixel = Rgb(BLUE));
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes).write_image(&halves, 600, 400, ExtendedColorType::Rgb8).unwrap();
    let sukarno = path(&app, Served::Sukarno);
    for (square, wanted) in [("left=0&top=0&side=200", RED), ("left=400&top=200&side=200", BLUE)] {
        let seen = version(&app, Served::Sukarno).await;
        assert_eq!(put(&casey, &format!("{sukarno}?{square}"), seen, bytes.clone()).await.status, 200);
        let photo = casey.get(&sukarno).await;
        assert_eq!(image::load_from_memory(&photo.bytes).unwrap().width(), 200);
        assert!(is(&photo, wanted), "{square}");
    }
    let seen = version(&app, Served::Sukarno).await;
    for (square, field) in [
        ("left=500&top=0&side=200", "/side outside_the_picture"),
        ("left=0&top=0&side=20", "/side outside_the_picture"),
        ("side=200", "/left required"),
        ("left=-1&top=0&side=200", "/left malformed"),
    ] {
        let refused = put(&casey, &format!("{sukarno}?{square}"), seen, bytes.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field.to_owned()]), "{}", refused.text());
    }
}

/// EXIF with a place (37° 45′ N, 122° 25′ W), a camera and a time.
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [tag.to_le_bytes().as_slice(), &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let at = |offset: u32| offset.to_le_bytes();
    let degrees =
        |parts: [u32; 3]| parts.iter().flat_map(|part| [at(*part), at(1)]).flatten().collect::<Vec<_>>();
    // The first directory has two entries and ends at 38; the second has four and ends at 92.
    let first = [entry(0x010f, 2, 4, *b"Cam\0"), entry(0x8825, 4, 1, at(38))].concat();
    let second = [
        entry(1, 2, 2, *b"N\0\0\0"),
        entry(2, 5, 3, at(92)),
        entry(3, 2, 2, *b"W\0\0\0"),
        entry(4, 5, 3, at(116)),
    ];
    [
        b"Exif\0\0II*\0\x08\0\0\0\x02\0".as_slice(),
        &first,
        &[0; 4],
        b"\x04\0",
        &second.concat(),
        &[0; 4],
        &degrees([37, 45, 0]),
        &degrees([122, 25, 0]),
    ]
    .concat()
}

/// A JPEG's segments before the picture's data begins: marker and content.
fn segments(jpeg: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let (mut at, mut found) = (2, Vec::new());
    while jpeg[at + 1] != 0xda {
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        found.push((jpeg[at + 1], jpeg[at + 4..at + 2 + length].to_vec()));
        at += 2 + length;
    }
    found
}

/// What tells something about the picture: every APP segment but JFIF's own, and comments.
fn metadata(jpeg: &[u8]) -> Vec<Vec<u8>> {
    let telling = |(marker, content): &(u8, Vec<u8>)| {
        matches!(marker, 0xe0..=0xef | 0xfe) && !(*marker == 0xe0 && content.starts_with(b"JFIF\0"))
    };
    segments(jpeg).into_iter().filter(telling).map(|(_, content)| content).collect()
}

#[actix_web::test]
async fn where_and_with_what_it_was_taken_is_not_kept() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let mut taken = picture(RED);
    for (marker, content) in [
        (0xe1, exif()),
        (0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><exif:GPSLatitude>37,45N</exif:GPSLatitude></x:xmpmeta>".to_vec()),
        (0xe2, b"ICC_PROFILE\0\x01\x01desc 2948 24th Street".to_vec()),
        (0xfe, b"2948 24th Street, Apt 3".to_vec()),
    ] {
        let length = (content.len() as u16 + 2).to_be_bytes();
        taken = [&taken[..2], &[0xff, marker], &length, &content, &taken[2..]].concat();
    }
    assert_eq!(metadata(&taken).len(), 4);
    assert_eq!(set(&app, &casey, Served::Sukarno, taken).await.status, 200);
    let kept = casey.get(&path(&app, Served::Sukarno)).await.bytes;
    assert_eq!(metadata(&kept), Vec::<Vec<u8>>::new());
    assert!(!kept.windows(4).any(|four| [*b"Exif", *b"24th", *b"GPSL"].contains(&four.try_into().unwrap())));
}

fn png_header(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [b"IHDR".as_slice(), &size, &[8, 2, 0, 0, 0]].concat();
    let sum = !header.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    });
    let data = b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82";
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0d".as_slice(), &header, &sum.to_be_bytes(), data].concat()
}

#[actix_web::test]
async fn what_is_no_picture_of_a_person_is_refused_and_leaves_nothing() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let behind = |more: &[u8]| [picture(RED).as_slice(), more].concat();
    let whole = picture(RED);
    let before = kept(&app);
    for (name, bytes, code) in [
        ("empty", Vec::new(), "file_empty"),
        ("too large", vec![0xff; 10 * 1024 * 1024 + 1], "file_too_large"),
        (
            "a drawing that runs",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            "picture_kind",
        ),
        ("an animation", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "picture_kind"),
        ("a letter", b"Ten years in kitchens.".to_vec(), "picture_kind"),
        ("cut short", whole[..whole.len() / 2].to_vec(), "picture_broken"),
        ("a beginning", b"\xff\xd8\xff\xe0".to_vec(), "picture_broken"),
        ("a page too", behind(b"<html><script>alert(1)</script></html>"), "picture_mixed"),
        ("an archive too", behind(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "picture_mixed"),
        ("50,000 by 50,000", png_header(50_000, 50_000), "picture_pixels"),
        ("tiny", png_header(16, 16), "picture_small"),
    ] {
        let refused = set(&app, &casey, Served::Maria, bytes).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![format!("/file {code}")]), "{name}");
    }
    assert_eq!(kept(&app), before);
    assert_eq!(set(&app, &casey, Served::Maria, whole).await.status, 200);
}
