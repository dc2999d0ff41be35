//! Facts about clients' photos.

use domain::ids::PhotoId;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor, send};

/// A picture of one color.
fn picture(color: [u8; 3]) -> Vec<u8> {
    let (mut bytes, drawing) = (Vec::new(), RgbImage::from_pixel(640, 480, Rgb(color)));
    JpegEncoder::new(&mut bytes).write_image(&drawing, 640, 480, ExtendedColorType::Rgb8).unwrap();
    bytes
}

const RED: [u8; 3] = [200, 20, 20];
const BLUE: [u8; 3] = [20, 20, 200];

fn path(app: &App, whom: Served) -> String {
    format!("/clients/{}/photo", app.client(whom).unwrap())
}

async fn version(app: &App, whom: Served) -> i64 {
    let record = format!("/clients/{}", app.client(whom).unwrap());
    app.sign_in(Cast::Cora).unwrap().get(&record).await.version()
}

async fn put(who: &Visitor, path: &str, version: i64, bytes: Vec<u8>) -> Answer {
    let request = who.request("PUT".parse().unwrap(), path).header("if-match", format!("\"{version}\""));
    send(request.multipart(Form::new().part("file", Part::bytes(bytes).file_name("face.jpg")))).await
}

/// Sets a photo on the version that stands now.
async fn set(app: &App, who: &Visitor, whom: Served, bytes: Vec<u8>) -> Answer {
    put(who, &path(app, whom), version(app, whom).await, bytes).await
}

async fn remove(app: &App, who: &Visitor, whom: Served) -> Answer {
    let request = who.request("DELETE".parse().unwrap(), &path(app, whom));
    send(request.header("if-match", format!("\"{}\"", version(app, whom).await))).await
}

fn color(photo: &Answer) -> [u8; 3] {
    let photo = image::load_from_memory(&photo.bytes).unwrap().to_rgb8();
    photo.get_pixel(photo.width() / 2, photo.height() / 2).0
}

fn is(photo: &Answer, wanted: [u8; 3]) -> bool {
    color(photo).iter().zip(wanted).all(|(one, other)| one.abs_diff(other) < 20)
}

async fn in_the_vault(app: &App, photo: &Value) -> bool {
    let photo: PhotoId = photo.as_str().unwrap().parse().unwrap();
    app.state.vault.read(store::photos::file(photo)).await.is_ok()
}

/// Files that came to be since a test began, and that no record knows.
fn kept(app: &App) -> Vec<String> {
    app.database.column("select photo from clients where photo is not null order by 1").unwrap()
}

#[actix_web::test]
async fn a_photo_goes_in_and_comes_out_small_and_square() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let set = set(&app, &casey, Served::Sukarno, picture(RED)).await;
    assert_eq!(set.status, 200, "{}", set.text());
    let photo = casey.get(&path(&app, Served::Sukarno)).await;
    let size = image::load_from_memory(&photo.bytes).unwrap();
    assert_eq!((photo.status, size.width(), size.height()), (200, 480, 480));
    assert!(is(&photo, RED));
    assert_eq!((set.version(), photo.version()), (version(&app, Served::Sukarno).await, set.version()));
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(photo.header(name), value);
    }
}

#[actix_web::test]
async fn a_record_without_one_says_so() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let sukarno = casey.get(&format!("/clients/{}", app.client(Served::Sukarno).unwrap())).await;
    assert!(sukarno.json().get("photo").is_none(), "{}", sukarno.text());
    assert_eq!(casey.get(&path(&app, Served::Sukarno)).await.status, 404);
    assert_eq!(remove(&app, &casey, Served::Sukarno).await.status, 404);
}

#[actix_web::test]
async fn whoever_sees_the_card_sees_the_face_and_nobody_else() {
    let app = App::start().await.unwrap();
    let maria = path(&app, Served::Maria);
    for (who, status) in [
        (Cast::Casey, 200),
        (Cast::Cole, 200),
        (Cast::Stan, 200),
        (Cast::Vera, 200),
        (Cast::Ana, 200),
        (Cast::Lena, 200),
        (Cast::Otto, 404),
        (Cast::Rita, 404),
        (Cast::Wendy, 403),
    ] {
        assert_eq!(app.sign_in(who).unwrap().get(&maria).await.status, status, "{who:?}");
    }
    assert_eq!(app.anybody().unwrap().get(&maria).await.status, 401);
}

#[actix_web::test]
async fn a_face_is_changed_by_those_who_may_change_the_record() {
    let app = App::start().await.unwrap();
    for (who, status) in [
        (Cast::Casey, 200),
        (Cast::Cora, 200),
        (Cast::Ada, 200),
        (Cast::Max, 202),
        (Cast::Lena, 202),
        (Cast::Otto, 404),
        (Cast::Cole, 403),
        (Cast::Stan, 403),
        (Cast::Vera, 403),
        (Cast::Ana, 403),
    ] {
        let visitor = app.sign_in(who).unwrap();
        assert_eq!(set(&app, &visitor, Served::Maria, picture(RED)).await.status, status, "{who:?}");
    }
    for (who, status) in [(Cast::Vera, 403), (Cast::Otto, 404), (Cast::Lena, 202), (Cast::Casey, 200)] {
        let visitor = app.sign_in(who).unwrap();
        assert_eq!(remove(&app, &visitor, Served::Maria).await.status, status, "{who:?}");
    }
}

#[actix_web::test]
async fn the_old_file_goes_when_it_is_replaced_or_removed() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let first = set(&app, &casey, Served::Sukarno, picture(RED)).await.json()["photo"].clone();
    let second = set(&app, &casey, Served::Sukarno, picture(BLUE)).await.json()["photo"].clone();
    assert!(is(&casey.get(&path(&app, Served::Sukarno)).await, BLUE));
    assert_eq!((in_the_vault(&app, &first).await, in_the_vault(&app, &second).await), (false, true));
    let removed = remove(&app, &casey, Served::Sukarno).await;
    assert_eq!((removed.status, removed.json().get("photo")), (200, None), "{}", removed.text());
    assert!(!in_the_vault(&app, &second).await);
    assert_eq!(casey.get(&path(&app, Served::Sukarno)).await.status, 404);
}

#[actix_web::test]
async fn a_stale_version_changes_nothing_and_leaves_no_file() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (maria, seen) = (path(&app, Served::Maria), version(&app, Served::Maria).await);
    let before = kept(&app);
    assert_eq!(put(&casey, &maria, seen - 1, picture(RED)).await.status, 412);
    let without = casey.request("PUT".parse().unwrap(), &maria);
    let part = Part::bytes(picture(RED)).file_name("face.jpg");
    assert_eq!(send(without.multipart(Form::new().part("file", part))).await.status, 428);
    assert_eq!(kept(&app), before);
    assert_eq!(version(&app, Served::Maria).await, seen);
}

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

#[actix_web::test]
async fn a_proposed_photo_waits_and_both_stand_side_by_side() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let current = cora.get(&path(&app, Served::Maria)).await;
    let proposed = set(&app, &lena, Served::Maria, picture(BLUE)).await;
    assert_eq!((proposed.status, proposed.json()["edit"].as_str()), (202, Some("photos.set")));
    let waiting = format!("/changes/{}/photo", proposed.json()["id"].as_str().unwrap());
    for reviewer in [&lena, &cora] {
        assert!(is(&reviewer.get(&waiting).await, BLUE));
        assert_eq!(reviewer.get(&path(&app, Served::Maria)).await.bytes, current.bytes);
    }
    assert_eq!(app.sign_in(Cast::Max).unwrap().get(&waiting).await.status, 404);
    assert_eq!(app.sign_in(Cast::Stan).unwrap().get(&waiting).await.status, 403);
}

async fn decide(who: &Visitor, change: &Value, verb: &str) -> Answer {
    let path = format!("/changes/{}/{verb}", change["id"].as_str().unwrap());
    who.post_on(&path, 1, json!({ "rationale": "As she looks now" })).await
}

#[actix_web::test]
async fn approving_puts_it_onto_the_record_and_the_old_one_goes() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let proposed = set(&app, &lena, Served::Maria, picture(BLUE)).await.json();
    assert_eq!(decide(&cora, &proposed, "approval").await.status, 200);
    assert!(is(&cora.get(&path(&app, Served::Maria)).await, BLUE));
    assert!(!in_the_vault(&app, &proposed["base"]["photo"]).await);
    assert!(in_the_vault(&app, &proposed["proposed"]["photo"]).await);
    let decided = format!("/changes/{}/photo", proposed["id"].as_str().unwrap());
    assert_eq!(cora.get(&decided).await.status, 404);
}

#[actix_web::test]
async fn refusing_leaves_the_record_and_nothing_of_the_picture() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let before = cora.get(&path(&app, Served::Maria)).await.bytes;
    let proposed = set(&app, &lena, Served::Maria, picture(BLUE)).await.json();
    assert_eq!(decide(&cora, &proposed, "refusal").await.status, 200);
    assert_eq!(cora.get(&path(&app, Served::Maria)).await.bytes, before);
    assert!(!in_the_vault(&app, &proposed["proposed"]["photo"]).await);
}

#[actix_web::test]
async fn of_two_proposals_the_second_is_a_conflict() {
    let app = App::start().await.unwrap();
    let (lena, max) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Max).unwrap());
    let cora = app.sign_in(Cast::Cora).unwrap();
    let red = set(&app, &lena, Served::Maria, picture(RED)).await.json();
    let blue = set(&app, &max, Served::Maria, picture(BLUE)).await.json();
    assert_eq!(decide(&cora, &red, "approval").await.status, 200);
    let conflict = decide(&cora, &blue, "approval").await;
    assert_eq!((conflict.status, conflict.code().as_str()), (409, "change_conflict"));
    assert!(is(&cora.get(&path(&app, Served::Maria)).await, RED));
    assert_eq!(decide(&cora, &blue, "refusal").await.status, 200);
    assert!(!in_the_vault(&app, &blue["proposed"]["photo"]).await);
    assert!(in_the_vault(&app, &red["proposed"]["photo"]).await);
}

#[actix_web::test]
async fn removing_may_be_proposed_too() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let proposed = remove(&app, &lena, Served::Maria).await;
    assert_eq!((proposed.status, proposed.json()["edit"].as_str()), (202, Some("photos.remove")));
    assert_eq!(cora.get(&path(&app, Served::Maria)).await.status, 200);
    assert_eq!(decide(&cora, &proposed.json(), "approval").await.status, 200);
    assert_eq!(cora.get(&path(&app, Served::Maria)).await.status, 404);
    assert!(!in_the_vault(&app, &proposed.json()["base"]["photo"]).await);
}

#[actix_web::test]
async fn the_audit_tells_that_it_changed_and_nothing_of_how_it_looks() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    set(&app, &casey, Served::Sukarno, picture(RED)).await;
    let line = "select entity || ' ' || action || ' ' || (select string_agg(key, ',') from jsonb_object_keys(after) key) \
                from audit where operation = 'photos.set' and client_id = \
                (select id from clients where first_name = 'Sukarno')";
    assert_eq!(app.database.column(line).unwrap(), ["clients update photo"]);
}

/// Casey's own upload, a proposal that waits, and one that was refused a moment before its file could go.
#[actix_web::test]
async fn the_sweep_keeps_what_a_record_or_a_proposal_names() {
    let app = App::start().await.unwrap();
    let (casey, lena) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Lena).unwrap());
    let own = set(&app, &casey, Served::Sukarno, picture(RED)).await.json()["photo"].clone();
    let waits = set(&app, &lena, Served::Maria, picture(BLUE)).await.json()["proposed"]["photo"].clone();
    let known = |photo: &Value| {
        let photo: PhotoId = photo.as_str().unwrap().parse().unwrap();
        app.state.store.known_files().unwrap().files.contains(&store::photos::file(photo))
    };
    assert!(known(&own) && known(&waits));
    app.database
        .run("begin; select begin_as('job', null, 'test', null, null); \
              update pending_changes set status = 'refused', reviewed_at = now() where edit = 'photos.set'; commit")
        .unwrap();
    assert!(known(&own) && !known(&waits));
}
