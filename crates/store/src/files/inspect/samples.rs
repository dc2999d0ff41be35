//! Files to try the inspection on: small real ones, and the parts to build evil ones from.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

pub const TYPES: &str = r#"<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
pub const ELF: &[u8] = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0";

pub fn pdf() -> Vec<u8> {
    pdf_with("")
}

/// A PDF of one object, with more in its trailer.
pub fn pdf_with(trailer: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n%\u{e2}\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\ntrailer\n<</Root 1 0 R {trailer}>>\n\
         startxref\n49\n%%EOF\n"
    )
    .into_bytes()
}

pub fn docx() -> Vec<u8> {
    docx_with(&[])
}

/// A document and more parts.
pub fn docx_with(more: &[(&str, &[u8])]) -> Vec<u8> {
    let whole: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", b"<Relationships/>"),
        ("word/document.xml", b"<w:document>R\xc3\xa9sum\xc3\xa9</w:document>"),
    ];
    zip(&[whole.as_slice(), more].concat())
}

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(*name, options.compression_level(Some(1))).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub fn docx_with_link() -> Vec<u8> {
    let mut archive = ZipWriter::new_append(Cursor::new(docx())).unwrap();
    archive.add_symlink("word/media", "/etc", SimpleFileOptions::default()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// Overwrites each 32-bit number of the local and the central header that stands at these offsets.
pub fn with_numbers_at(mut archive: Vec<u8>, local: usize, central: usize, number: &[u8]) -> Vec<u8> {
    for (mark, offset) in [(b"PK\x03\x04", local), (b"PK\x01\x02", central)] {
        for at in positions(&archive, mark) {
            archive[at + offset..at + offset + number.len()].copy_from_slice(number);
        }
    }
    archive
}

pub fn positions(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|at| bytes[*at..].starts_with(wanted)).collect()
}

pub fn doc() -> Vec<u8> {
    doc_with(&[], 0)
}

/// A Word 97 document with more entries in its directory and these flags.
pub fn doc_with(more: &[&str], flags: u16) -> Vec<u8> {
    let mut document = vec![0; 4096];
    document[..2].copy_from_slice(&0xa5ec_u16.to_le_bytes());
    document[10..12].copy_from_slice(&flags.to_le_bytes());
    compound(&[&["WordDocument"], more].concat(), &document)
}

/// A compound file: header, FAT in sector 0, directory of two sectors from 1, the first stream from 3.
pub fn compound(names: &[&str], first_stream: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    for (at, number) in [(0x1a, 3_u16), (0x1c, 0xfffe), (0x1e, 9), (0x20, 6)] {
        header[at..at + 2].copy_from_slice(&number.to_le_bytes());
    }
    for (at, number) in [(0x2c, 1_u32), (0x30, 1), (0x38, 4096), (0x3c, u32::MAX - 1), (0x44, u32::MAX - 1)] {
        header[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    header[0x50..].fill(0xff);
    let stream_sectors = u32::try_from(first_stream.len().div_ceil(512)).unwrap();
    let mut fat = vec![u32::MAX - 2, 2, u32::MAX - 1];
    fat.extend((1..stream_sectors).map(|at| 3 + at));
    fat.push(u32::MAX - 1);
    fat.resize(128, u32::MAX);
    let mut directory = entry("Root Entry", 5, 3, first_stream.len());
    for name in names {
        directory.extend(entry(name, 2, 3, first_stream.len()));
    }
    assert!(directory.len() <= 1024);
    directory.resize(1024, 0);
    let fat = fat.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, fat, directory, first_stream.to_vec()].concat()
}

fn entry(name: &str, kind: u8, start: u32, size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(bytes.len() + 2).unwrap();
    bytes.resize(128, 0);
    bytes[64..66].copy_from_slice(&length.to_le_bytes());
    bytes[66] = kind;
    bytes[116..120].copy_from_slice(&start.to_le_bytes());
    bytes[120..124].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
    bytes
}

pub fn windows_program() -> Vec<u8> {
    let mut program = vec![0; 256];
    program[..2].copy_from_slice(b"MZ");
    program[0x3c] = 128;
    program[128..132].copy_from_slice(b"PE\0\0");
    program
}
