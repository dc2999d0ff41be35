//! E4: files that were made to take a server down: each is refused, and the server does not feel it.

use std::{
    io::{Cursor, Write},
    process::{Output, Stdio},
};

use domain::documents::Format;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use store::files::Question;
use testkit::{Cast, Figure, Process, Served, cast};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{start, token};

const PROGRAM: &str = env!("CARGO_BIN_EXE_openhall");
const PHOTO: Question = Question::Photo(None);
const MEBIBYTE: usize = 1024 * 1024;

/// Looks into a file as the server lets it be done.
fn inspect(question: Question, words: &[&str], content: &[u8]) -> Output {
    let mut command = question.put_to(PROGRAM.as_ref());
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    let mut into = process.stdin.take().unwrap();
    let content = content.to_vec();
    // Whoever has died reads no more.
    let writing = std::thread::spawn(move || drop(into.write_all(&content)));
    let output = process.wait_with_output().unwrap();
    writing.join().unwrap();
    output
}

fn verdict(output: &Output) -> String {
    let line = output.stdout.split(|byte| *byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line).into_owned()
}

/// A segment of a JPEG.
fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], length.as_slice(), content].concat()
}

/// How a JPEG is written: in one go, or from coarse to fine. A decoder of the second kind keeps all coefficients until
/// the end.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Baseline,
    Progressive,
}

/// A JPEG of one color, and what a decoder has to do for it.
fn jpeg(way: Way, [width, height]: [u16; 2], parts: u8) -> Vec<u8> {
    let blocks = usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8) * usize::from(parts);
    let components = (1..=parts).flat_map(|part| [part, 0x11, 0]);
    let size = [&[8], height.to_be_bytes().as_slice(), &width.to_be_bytes(), &[parts]].concat();
    // One word of one bit each: "no difference", and "nothing more" or "nothing in the next sixteen thousand blocks".
    let (frame, nothing, last, bits) = match way {
        Way::Baseline => (0xc0, 0x00, 63, 2),
        Way::Progressive => (0xc2, 0xe0, 0, 1),
    };
    let mut jpeg = vec![0xff, 0xd8];
    jpeg.extend(segment(0xdb, &[&[0], [1; 64].as_slice()].concat()));
    jpeg.extend(segment(frame, &size.into_iter().chain(components).collect::<Vec<_>>()));
    for (table, word) in [(0x00, 0x00), (0x10, nothing)] {
        jpeg.extend(segment(0xc4, &[&[table, 1], [0; 15].as_slice(), &[word]].concat()));
    }
    let selected = (1..=parts).flat_map(|part| [part, 0]);
    jpeg.extend(segment(0xda, &[parts].into_iter().chain(selected).chain([0, last, 0]).collect::<Vec<_>>()));
    jpeg.extend(vec![0; (blocks * bits).div_ceil(8)]);
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

/// A progressive JPEG that is refined again and again.
fn refined([width, height]: [u16; 2], parts: u8, scans: usize) -> Vec<u8> {
    let mut jpeg = jpeg(Way::Progressive, [width, height], parts);
    jpeg.truncate(jpeg.len() - 2);
    for scan in 0..scans {
        let (part, depth) = (1 + scan as u8 % parts, if scan < usize::from(parts) { 0x01 } else { 0x10 });
        jpeg.extend(segment(0xda, &[1, part, 0, 1, 63, depth]));
        jpeg.extend(nothing_in(usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8)));
    }
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

/// As many times "nothing in the next 32,767 blocks" as there are blocks: a zero and fourteen ones.
fn nothing_in(blocks: usize) -> Vec<u8> {
    let word = std::iter::once(false).chain([true; 14]);
    let mut bits: Vec<bool> = (0..blocks.div_ceil(32_767)).flat_map(|_| word.clone()).collect();
    bits.resize(bits.len().div_ceil(8) * 8, true);
    let bytes = bits.chunks(8).map(|byte| byte.iter().fold(0_u8, |sum, bit| sum << 1 | u8::from(*bit)));
    bytes.flat_map(|byte| if byte == 0xff { vec![0xff, 0] } else { vec![byte] }).collect()
}

const FIFTY_MEGAPIXELS: [u16; 2] = [8_000, 6_250];

/// Fifty megapixels in three parts, each kept in full: half a gigabyte in three hundred kilobytes.
fn takes_memory() -> Vec<u8> {
    jpeg(Way::Progressive, FIFTY_MEGAPIXELS, 3)
}

/// A hundred thousand bytes for which millions of blocks are gone through a hundred times.
fn takes_time() -> Vec<u8> {
    refined([5_000, 5_000], 3, 96)
}

/// The checksum of a PNG's parts.
fn crc(bytes: &[u8]) -> u32 {
    let byte = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, next| (0..8).fold(sum ^ u32::from(*next), byte))
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [kind.as_slice(), content].concat();
    [(content.len() as u32).to_be_bytes().as_slice(), &named, &crc(&named).to_be_bytes()].concat()
}

/// A PNG that promises a size, with more behind its header. `depth` and `color` as in its header.
fn png(width: u32, height: u32, [depth, color]: [u8; 2], more: &[Vec<u8>]) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = chunk(b"IHDR", &[size.as_slice(), &[depth, color, 0, 0, 0]].concat());
    [b"\x89PNG\r\n\x1a\n".as_slice(), &header, &more.concat(), &chunk(b"IEND", b"")].concat()
}

fn webp(width: u32, height: u32, animated: bool) -> Vec<u8> {
    let three = |number: u32| (number - 1).to_le_bytes()[..3].to_vec();
    let extended = [vec![if animated { 2 } else { 0 }, 0, 0, 0], three(width), three(height)].concat();
    let inside = [b"WEBPVP8X\x0a\0\0\0".as_slice(), &extended].concat();
    [b"RIFF".as_slice(), &(inside.len() as u32).to_le_bytes(), &inside].concat()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(name.as_str(), options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

fn docx(more: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let whole = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", "<Relationships/>"),
        ("word/document.xml", "<w:document/>"),
    ];
    let whole = whole.map(|(name, text)| (name.to_owned(), text.into()));
    zipped(&whole.into_iter().chain(more).collect::<Vec<_>>())
}

fn part(name: &str, content: Vec<u8>) -> (String, Vec<u8>) {
    (format!("word/{name}"), content)
}

/// An archive in an archive in an archive, each of ten of the next.
fn nested() -> Vec<u8> {
    let mut inner = vec![b' '; 4 * MEBIBYTE];
    for _ in 0..3 {
        inner = zipped(&(0..10).map(|number| (number.to_string(), inner.clone())).collect::<Vec<_>>());
    }
    inner
}

/// A compound file whose table of sectors leads in circles.
fn circles() -> Vec<u8> {
    let mut file = vec![0; 2 * MEBIBYTE];
    file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    file[0x1e] = 9;
    // Every sector of the table is sector 0, whose numbers all lead back to it; so does the list of tables.
    file[0x44..0x48].copy_from_slice(&[0; 4]);
    file
}

fn pdf(inside: Vec<u8>) -> Vec<u8> {
    [b"%PDF-1.7\n1 0 obj\n".as_slice(), &inside, b"\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"]
        .concat()
}

/// A picture under its name, or a document under its own.
type Bomb = (&'static str, Vec<u8>);

fn pictures() -> Vec<Bomb> {
    let animation = chunk(b"acTL", &[0, 0, 0xff, 0xff, 0, 0, 0, 0]);
    vec![
        ("half a gigabyte of coefficients", takes_memory()),
        ("the same in four parts", jpeg(Way::Progressive, [7_000, 7_000], 4)),
        ("900 megapixels", jpeg(Way::Baseline, [30_000, 30_000], 1)),
        ("a PNG of 50,000 by 50,000", png(50_000, 50_000, [8, 2], &[])),
        ("a PNG of 2,147,483,647 by 2,147,483,647", png(i32::MAX as u32, i32::MAX as u32, [8, 2], &[])),
        ("a PNG of sixteen bits", png(7_000, 7_000, [16, 6], &[])),
        ("a PNG as thin as it is long", png(25_000_000, 2, [8, 2], &[])),
        ("a PNG of 65,535 pictures", png(64, 64, [8, 2], &[animation])),
        ("a PNG without an end", png(7_000, 7_000, [8, 2], &[])[..33].to_vec()),
        (
            "a PNG with a part of 4 GB",
            [b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR".as_slice(), &[0; 64]].concat(),
        ),
        ("a WebP of 16,384 by 16,384", webp(16_384, 16_384, false)),
        ("a WebP that moves", webp(64, 64, true)),
        ("a GIF", b"GIF89a\xff\xff\xff\xff\0\0\0;".to_vec()),
        (
            "a TIFF that points at itself",
            b"II*\0\x08\0\0\0\x01\0\x00\x01\x03\0\xff\xff\xff\xff\x08\0\0\0\x08\0\0\0".to_vec(),
        ),
        (
            "a drawing of a billion laughs",
            b"<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><svg>&b;</svg>".to_vec(),
        ),
        ("markers and nothing else", [[0xff, 0xd8].as_slice(), &vec![0xff; 9 * MEBIBYTE]].concat()),
    ]
}

fn documents() -> Vec<Bomb> {
    let spaces = |mebibytes: usize| vec![b' '; mebibytes * MEBIBYTE];
    let many = |count: usize| (0..count).map(|number| part(&number.to_string(), vec![b'a'])).collect();
    let mut hidden = docx(vec![part("a.xml", spaces(60))]);
    // The list says that it unpacks to one byte.
    for at in 0..hidden.len() - 28 {
        let (mark, offset) =
            (&hidden[at..at + 4], if hidden[at..].starts_with(b"PK\x01\x02") { 24 } else { 22 });
        if mark == b"PK\x01\x02" || mark == b"PK\x03\x04" {
            hidden[at + offset..at + offset + 4].copy_from_slice(&[1, 0, 0, 0]);
        }
    }
    vec![
        ("spaces.docx", docx(vec![part("a.xml", spaces(60))])),
        ("ninety-nine.docx", docx(vec![part("a.xml", spaces(99))])),
        ("many-spaces.docx", docx((0..50).map(|number| part(&number.to_string(), spaces(2))).collect())),
        ("many.docx", docx(many(5_000))),
        ("nested.docx", nested()),
        ("hidden.docx", hidden),
        ("programs.docx", docx(vec![part("a.bin", [b"PK".as_slice(), &spaces(95)].concat())])),
        ("circles.doc", circles()),
        ("circles.docx", circles()),
        ("zeros.doc", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &vec![0xff; 9 * MEBIBYTE]].concat()),
        ("archive.pdf", nested()),
        ("zeros.pdf", vec![0; 9 * MEBIBYTE]),
        ("zeros.txt", vec![0; 9 * MEBIBYTE]),
        ("brackets.txt", [b"<html>".as_slice(), &vec![b'<'; 9 * MEBIBYTE]].concat()),
        ("locked.pdf", pdf([vec![b'/'; 9 * MEBIBYTE], b"/Encrypt 5 0 R".to_vec()].concat())),
    ]
}

/// Somebody with a server of their own to break.
struct Attacker {
    http: reqwest::Client,
    token: String,
    client: String,
}

impl Attacker {
    async fn send(
        &self,
        server: &Process,
        method: &str,
        place: &str,
        (name, content): Bomb,
    ) -> (u16, String) {
        let url = server.url(&format!("/clients/{}/{place}", self.client));
        let form = Form::new().part("file", Part::bytes(content).file_name(name));
        let request = self.http.request(method.parse().unwrap(), url).bearer_auth(&self.token);
        let answer = request.header("if-match", "\"1\"").multipart(form).send().await.unwrap();
        let (status, problem) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap());
        (status, problem["errors"][0]["code"].as_str().unwrap_or_default().to_owned())
    }
}

#[tokio::test]
async fn thirty_bombs_are_refused_and_the_server_does_not_feel_them() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let mut server = start(&database, folder.path(), &[]);
    let hubert = format!("select id from clients where first_name = '{}'", Served::Hubert.first_name());
    let (http, token) = (reqwest::Client::new(), token(&server, Cast::Casey).await);
    let attacker = Attacker { http, token, client: database.column(&hubert).unwrap().remove(0) };
    // One letter first, so that what is made at the first file is there.
    let letter = ("letter.txt", b"Ten years in kitchens.".to_vec());
    assert_eq!(attacker.send(&server, "POST", "documents", letter).await.0, 201);
    let before = server.peak_memory().unwrap();

    let (pictures, documents) = (pictures(), documents());
    let bombs = pictures.len() + documents.len();
    assert!(bombs > 30, "{bombs}");
    for bomb in pictures {
        let name = bomb.0;
        let (status, code) = attacker.send(&server, "PUT", "photo", bomb).await;
        assert_eq!(status, 422, "{name}: {code}");
        if name.starts_with("half a gigabyte") {
            assert_eq!(code, "file_bomb", "its process died");
        }
    }
    for bomb in documents {
        let name = bomb.0;
        let (status, code) = attacker.send(&server, "POST", "documents", bomb).await;
        assert_eq!(status, 422, "{name}: {code}");
    }
    let more = server.peak_memory().unwrap() - before;
    assert!(more < 64, "the server took {more} MiB more");
    assert!(server.is_running().unwrap());
    assert_eq!(database.column("select count(*) from documents where client_id is not null and name <> 'letter.txt' and name not like 'Letter%'").unwrap(), ["0"]);
    Figure {
        id: "E4",
        tried: format!(
            "{bombs} pictures and documents that unpack to gigabytes, lead in circles or promise too much"
        ),
        goal: "all are refused, no restart, the server's memory grows by less than 64 MiB",
        found: format!("all refused, 0 restarts, {more} MiB"),
        control: without_limits(),
    }
    .keep();
}

/// With limits its process dies of it; without, it takes what it wants and comes to an end.
fn without_limits() -> String {
    let bomb = takes_memory();
    assert!(!inspect(PHOTO, &[], &bomb).status.success());
    let unlimited = inspect(PHOTO, &["--unlimited"], &bomb);
    assert_eq!(verdict(&unlimited), "\"fine\"");
    "without its limits the process takes all that the file asks for".to_owned()
}

#[test]
fn a_file_that_takes_too_long_ends_its_process() {
    let bomb = takes_time();
    let killed = inspect(PHOTO, &["--seconds", "1"], &bomb);
    assert!(!killed.status.success() && killed.stdout.is_empty(), "{:?}", killed.status);
    assert_eq!(verdict(&inspect(PHOTO, &["--unlimited"], &bomb)), "\"fine\"");
}

#[test]
fn the_largest_picture_that_is_taken_fits_into_the_limits() {
    assert_eq!(verdict(&inspect(PHOTO, &[], &jpeg(Way::Baseline, FIFTY_MEGAPIXELS, 3))), "\"fine\"");
}

#[test]
fn the_verdict_is_the_same_as_in_the_server() {
    for (question, content, expected) in [
        (Question::Document(Format::Txt), b"Ten years in kitchens.".as_slice(), "\"fine\""),
        (Question::Document(Format::Pdf), b"Ten years in kitchens.", r#"{"no_document":"mismatch"}"#),
        (PHOTO, b"GIF89a", r#"{"no_photo":"kind"}"#),
    ] {
        assert_eq!(verdict(&inspect(question, &[], content)), expected);
    }
}
