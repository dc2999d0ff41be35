//! E2: of many hostile files none is taken, and none leaves anything behind.

use std::{fs, path::Path};

use testkit::{Figure, times};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::api::{
    applicant::{Applicant, pdf, start},
    hostile_files::{docx, windows_program},
};

type Hostile = (String, Vec<u8>);

/// Names that climb, lie, hide or are not of a kind that is taken; the content is a right PDF.
const NAMES: [&str; 48] = [
    "../resume.pdf",
    "../../etc/passwd.pdf",
    "..\\resume.pdf",
    "..\\..\\windows\\win.pdf",
    "/etc/resume.pdf",
    "//host/a.pdf",
    "C:\\resume.pdf",
    "a/b.pdf",
    "a\\b.pdf",
    "resume\0.pdf",
    "resume.pdf\0.exe",
    "\u{202e}fdp.exe.pdf",
    "\u{2066}a.pdf",
    "a\r\nb.pdf",
    "a\tb.pdf",
    "a\u{7f}.pdf",
    "a\u{2028}b.pdf",
    ".pdf",
    ".htaccess",
    ".bashrc.pdf",
    "..pdf",
    "",
    " ",
    ".",
    "..",
    "resume",
    "resume.",
    "resume.pdf ",
    "resume.pdf.",
    "resume.pdf.exe",
    "resume.exe",
    "resume.scr",
    "resume.lnk",
    "resume.js",
    "resume.php",
    "resume.phar",
    "resume.jsp",
    "resume.html",
    "resume.xhtml",
    "resume.svg",
    "resume.xml",
    "resume.docm",
    "resume.dotm",
    "resume.xlsm",
    "resume.rtf",
    "resume.zip",
    "resume.iso",
    "resume.pdf;.exe",
];

/// Contents that are something else than each of the four kinds.
fn contents() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0".as_slice(),
        b"#!/bin/sh\nrm -rf /",
        b"<html><script>alert(1)</script>",
        b" \n<!DOCTYPE html><body onload=alert(1)>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        b"<?php system($_GET['c']);",
        b"{\\rtf1 \\object\\objdata 01}",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xc3\x50\0\0\xc3\x50\x08\x06",
        b"GIF89a\x01\0\x01\0<script>alert(1)</script>",
        b"MIME-Version: 1.0\nContent-Type: text/html\n\n<script>alert(1)</script>",
        b"\xca\xfe\xba\xbe\0\0\0\x34",
        b"\0\0\0\0\0\0\0\0\0\0\0\0",
        b"",
    ]
    .map(<[u8]>::to_vec)
    .into();
    all.push(windows_program());
    all.push(archive(&[("evil.exe", b"MZ")]));
    all
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Word documents with something in them.
fn documents() -> Vec<Vec<u8>> {
    let bomb = vec![b' '; 60 << 20];
    let parts: [(&str, &[u8]); 8] = [
        ("word/vbaProject.bin", b"x"),
        ("word/VBAPROJECT.BIN", b"x"),
        ("word/vbaData.xml", b"x"),
        ("word/activeX/activeX1.bin", b"x"),
        ("word/embeddings/a.bin", &windows_program()),
        ("word/embeddings/b.bin", b"\x7fELF\x02\x01\x01\0"),
        ("word/media.xml", &bomb),
        ("word/nested.bin", &archive(&[("xl/vbaProject.bin", b"x")])),
    ];
    let mut all: Vec<Vec<u8>> = parts.iter().map(|(name, content)| docx(name, content)).collect();
    let right = docx("word/styles.xml", b"<w:styles/>");
    // Written into the archive's directory, where libraries would not write it.
    for (tame, evil) in [("word/qqqqqqqq", "../../../etc/x"), ("/word/qqqqqqq", "/etc/cron.d/xy")] {
        let tame = format!("{tame:q<width$}", width = evil.len());
        all.push(replaced(docx(&tame, b"x"), tame.as_bytes(), evil.as_bytes()));
    }
    all.extend([
        [b"MZ".as_slice(), &right].concat(),
        [right.as_slice(), b"<script>alert(1)</script>"].concat(),
        right[..right.len() - 10].to_vec(),
        right[..40].to_vec(),
        archive(&[("inner.docx", &right)]),
        archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x/>")]),
    ]);
    all
}

fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(places.len() >= 2);
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// PDFs with something around or in them.
fn pdfs() -> Vec<Vec<u8>> {
    let right = pdf();
    let locked = String::from_utf8(right.clone()).unwrap().replace("1 0 R >>", "1 0 R /Encrypt 5 0 R>>");
    vec![
        [b"<html><script>alert(1)</script>".as_slice(), &right].concat(),
        [b"MZ".as_slice(), &right].concat(),
        [b"PK\x03\x04".as_slice(), &right].concat(),
        [right.as_slice(), &archive(&[("a", b"b")])].concat(),
        locked.into_bytes(),
        right[..20].to_vec(),
        b"%PDF-1.7".to_vec(),
    ]
}

fn corpus() -> Vec<Hostile> {
    let mut all: Vec<Hostile> = NAMES.map(|name| (name.to_owned(), pdf())).into();
    all.push((format!("{}.pdf", "a".repeat(300)), pdf()));
    for name in ["resume.pdf", "resume.docx", "resume.doc", "resume.txt"] {
        all.extend(contents().into_iter().map(|content| (name.to_owned(), content)));
    }
    all.extend(documents().into_iter().map(|content| ("resume.docx".to_owned(), content)));
    all.extend(pdfs().into_iter().map(|content| ("resume.pdf".to_owned(), content)));
    all.push(("resume.txt".into(), vec![b'a'; 11 << 20]));
    all
}

/// Every file below a folder.
fn files(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

#[actix_web::test]
async fn of_many_hostile_files_none_is_taken_and_none_stays() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let (vault, all) = (app.database.files(), corpus());
    let before = files(&vault);
    let (mut tried, mut taken, mut by_extension) = (0, Vec::new(), 0);
    for (name, content) in all.iter().step_by(times(5, 1)) {
        let answer = applicant.upload(name, content).await;
        tried += 1;
        by_extension += usize::from([".pdf", ".docx", ".doc", ".txt"].iter().any(|end| name.ends_with(end)));
        if answer.status != 422 {
            taken.push(format!("{name:?} {:.40}: {}", String::from_utf8_lossy(content), answer.text()));
        }
        tamper_limits(&app);
    }
    assert_eq!(taken, Vec::<String>::new());
    let rows = "select id from documents union all select id from draft_uploads";
    assert_eq!((app.database.column(rows).unwrap().len(), files(&vault)), (0, before));
    assert!(!Path::new("/etc/cron.d/xy").exists());
    for (name, content) in
        [("résumé.pdf", pdf()), ("a.docx", docx("word/styles.xml", b"<x/>")), ("a.txt", b"Hello".to_vec())]
    {
        assert_eq!(applicant.upload(name, &content).await.status, 201, "{name}");
    }
    Figure {
        id: "E2",
        tried: format!("{tried} hostile files: climbing and lying names, programs, markup and pictures under each right name, macros, bombs, locked, linked and cut documents"),
        goal: "taken 0; rows and files left 0",
        found: "0; 0".into(),
        control: format!("a look at the extension alone takes {by_extension} of {tried}; the same builders' right files are taken"),
    }
    .keep();
}

/// So many files are not sent in ten minutes; the limit is another test's matter.
fn tamper_limits(app: &testkit::App) {
    app.database.run("delete from rate_limits").unwrap();
}
