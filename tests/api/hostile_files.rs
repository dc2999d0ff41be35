//! Facts about files that strangers send: each is refused for what it is, and nothing of it stays.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::applicant::{Applicant, pdf, start};

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

/// A Word document with one more part.
pub fn docx(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let parts: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", b"<Relationships/>"),
        ("word/document.xml", b"<w:document>Ten years in kitchens</w:document>"),
        (name, content),
    ];
    for (name, content) in parts {
        archive.start_file(name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub fn windows_program() -> Vec<u8> {
    let mut program = vec![0; 256];
    program[..2].copy_from_slice(b"MZ");
    program[0x3c] = 128;
    program[128..132].copy_from_slice(b"PE\0\0");
    program
}

#[actix_web::test]
async fn each_hostile_file_is_refused_for_what_it_is() {
    let eleven_megabytes = vec![b'a'; 11 * 1024 * 1024];
    let bomb = docx("word/media.xml", &vec![b' '; 60 * 1024 * 1024]);
    assert!(bomb.len() < 1024 * 1024, "{} bytes", bomb.len());
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("resume.pdf", windows_program(), "file_mismatch"),
        ("resume.exe", windows_program(), "file_kind"),
        ("resume.pdf.exe", pdf(), "file_kind"),
        ("resume.pdf", b"<html><script>alert(1)</script></html>".to_vec(), "file_mismatch"),
        ("resume.svg", b"<svg onload='alert(1)'/>".to_vec(), "file_kind"),
        ("resume.txt", b"<svg onload='alert(1)'/>".to_vec(), "file_mismatch"),
        ("resume.docx", pdf(), "file_mismatch"),
        ("resume.docx", bomb, "file_bomb"),
        ("resume.docx", docx("word/vbaProject.bin", b"Attribute VB_Name"), "file_macros"),
        ("../../etc/passwd.pdf", pdf(), "file_name"),
        ("..\\windows\\resume.pdf", pdf(), "file_name"),
        ("\u{202e}fdp.txt", b"text".to_vec(), "file_name"),
        (".pdf", pdf(), "file_name"),
        ("resume.pdf", Vec::new(), "file_empty"),
        ("resume.txt", eleven_megabytes, "file_too_large"),
    ];
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    for (name, content, code) in cases {
        let refused = applicant.upload(name, &content).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![format!("/file {code}")]), "{name}");
    }
    assert_eq!(app.database.column("select count(*) from documents").unwrap(), ["0"]);
    assert_eq!(applicant.upload("resume.docx", &docx("word/styles.xml", b"<w:styles/>")).await.status, 201);
}

#[actix_web::test]
async fn a_name_in_any_script_is_only_a_name() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    for name in ["Lebenslauf José.pdf", "履歷.pdf", "%2e%2e%2fresume.pdf", "CON.pdf", "a;b&c.pdf"] {
        assert_eq!(applicant.upload(name, &pdf()).await.status, 201, "{name}");
    }
    let kept = app.database.column("select name from documents order by uploaded_at, id").unwrap();
    assert_eq!(kept, ["Lebenslauf José.pdf", "履歷.pdf", "%2e%2e%2fresume.pdf", "CON.pdf", "a;b&c.pdf"]);
}

#[actix_web::test]
async fn a_file_wants_a_draft() {
    let app = start().await;
    assert_eq!(Applicant::new(&app).upload("a.pdf", &pdf()).await.status, 404);
}
