//! What strangers send. Each test has its control in `each_kind_is_taken`: the same builder without the evil part.

use domain::documents::{
    Format::{self, Doc, Docx, Pdf, Txt},
    MAX_BYTES,
    Refusal::{self, Bomb, Empty, Encrypted, Kind, Macros, Mismatch, Name, TooLarge},
};

use super::{
    inspect,
    samples::{
        ELF, TYPES, compound, doc, doc_with, docx, docx_with, docx_with_link, pdf, pdf_with, windows_program,
        with_numbers_at, zip,
    },
};

const NAMES: [&str; 4] = ["a.pdf", "a.docx", "a.doc", "a.txt"];

#[track_caller]
fn refused(name: &str, content: &[u8], reason: Refusal) {
    assert_eq!(inspect(name, content), Err(reason), "{name}");
}

#[test]
fn each_kind_is_taken() {
    let kinds: [(&str, Vec<u8>, Format); 4] = [
        ("résumé.pdf", pdf(), Pdf),
        ("履歷.DOCX", docx(), Docx),
        ("a.b.doc", doc(), Doc),
        ("a.txt", "Żółć\r\n\tnaïve".into(), Txt),
    ];
    for (name, content, format) in kinds {
        assert_eq!(inspect(name, &content), Ok(format), "{name}");
    }
}

#[test]
fn a_kind_under_the_name_of_another_is_refused() {
    let contents = [pdf(), docx(), doc(), b"plain text".to_vec()];
    for (at, name) in NAMES.iter().enumerate() {
        for (other, content) in contents.iter().enumerate().filter(|(other, _)| *other != at) {
            // A PDF of letters alone is the one file that is text as well; its beginning gives it away.
            assert_eq!(inspect(name, content), Err(Mismatch), "{name} with content {other}");
        }
    }
}

#[test]
fn programs_markup_and_pictures_are_refused_under_every_name() {
    let evil: [&[u8]; 14] = [
        &windows_program(),
        ELF,
        b"#!/bin/sh\nrm -rf /",
        b"<html><script>alert(1)</script>",
        b" \n<!DOCTYPE html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><x/>",
        b"<?php system('id');",
        b"<ScRiPt>alert(1)</sCrIpT>",
        b"{\\rtf1 \\object}",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"GIF89a\x01\0\x01\0",
        b"MIME-Version: 1.0\nContent-Type: text/html",
        &zip(&[("evil.exe", b"MZ")]),
    ];
    for name in NAMES {
        for content in evil {
            refused(name, content, Mismatch);
        }
    }
}

#[test]
fn names_that_lie_or_climb_are_refused() {
    for name in ["../a.pdf", "/etc/a.pdf", "C:\\a.pdf", "a\0.pdf", "a\u{202e}fdp.exe.pdf", ".pdf", ""] {
        refused(name, &pdf(), Name);
    }
    for name in ["a.pdf.exe", "a.svg", "a.docm", "a", "a.pdf ", "a.html"] {
        refused(name, &pdf(), Kind);
    }
}

#[test]
fn nothing_and_too_much_are_refused_before_anything_is_read() {
    refused("a.pdf", b"", Empty);
    refused("a.txt", &vec![b'a'; MAX_BYTES as usize + 1], TooLarge);
    assert_eq!(inspect("a.txt", &vec![b'a'; MAX_BYTES as usize]), Ok(Txt));
}

#[test]
fn a_pdf_with_markup_or_a_program_before_it_is_refused() {
    for before in [b"<html>".as_slice(), b"#!/bin/sh\n", b"MZ", b"PK\x03\x04", b"GIF89a", b"//"] {
        refused("a.pdf", &[before, &pdf()].concat(), Mismatch);
    }
    assert_eq!(inspect("a.pdf", &[b"\xef\xbb\xbf\r\n", pdf().as_slice()].concat()), Ok(Pdf));
}

#[test]
fn a_pdf_with_an_archive_behind_it_is_refused() {
    refused("a.pdf", &[pdf(), zip(&[("a", b"b")])].concat(), Mismatch);
}

#[test]
fn a_pdf_behind_a_password_is_refused_however_it_is_spelled() {
    for trailer in ["/Encrypt 5 0 R", "/#45ncr#79pt 5 0 R", "/Encrypt\n<</Filter/Standard>>"] {
        refused("a.pdf", &pdf_with(trailer), Encrypted);
    }
    assert_eq!(inspect("a.pdf", &pdf_with("/EncryptMetadata true /Title(/Encrypt)")), Ok(Pdf));
}

#[test]
fn a_file_that_was_cut_short_is_refused() {
    for (name, content) in [("a.pdf", pdf()), ("a.docx", docx()), ("a.doc", doc())] {
        let end = content.len() - 8;
        for length in (1..end).step_by(17) {
            refused(name, &content[..length], Mismatch);
        }
    }
}

#[test]
fn macros_in_a_document_are_refused_wherever_they_hide() {
    for part in
        ["word/vbaProject.bin", "word/VBAPROJECT.BIN", "word/vbaData.xml", "word/activeX/activeX1.bin"]
    {
        refused("a.docx", &docx_with(&[(part, b"x")]), Macros);
    }
    let enabled = TYPES.replace("wordprocessingml.document.main", "ms-word.document.macroEnabled.main");
    refused("a.docx", &zip(&[("[Content_Types].xml", enabled.as_bytes()), ("_rels/.rels", b"")]), Macros);
}

#[test]
fn programs_inside_a_document_are_refused_and_workbooks_are_not() {
    let workbook = zip(&[("xl/workbook.xml", b"<workbook/>")]);
    assert_eq!(inspect("a.docx", &docx_with(&[("word/embeddings/a.xlsx", &workbook)])), Ok(Docx));
    let packaged = compound(&["\u{1}Ole10Native"], &[0; 4096]);
    let with_macros = zip(&[("xl/vbaProject.bin", b"x")]);
    for part in [packaged.as_slice(), &with_macros, &windows_program(), ELF] {
        refused("a.docx", &docx_with(&[("word/embeddings/a.bin", part)]), Macros);
    }
}

#[test]
fn an_archive_that_is_not_a_document_is_refused() {
    let spelled = TYPES.replace("</Types>", "&#109;acroEnabled</Types>");
    let typed = TYPES.replace("<Types>", "<!DOCTYPE x><Types>");
    for types in ["<Types/>", &spelled, &typed] {
        refused("a.docx", &zip(&[("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", b"")]), Mismatch);
    }
    refused("a.docx", &zip(&[("inner.docx", &docx())]), Mismatch);
    refused("a.docx", &[b"MZ", docx().as_slice()].concat(), Mismatch);
    refused("a.docx", &[docx().as_slice(), b"behind"].concat(), Mismatch);
}

#[test]
fn paths_and_links_inside_a_document_are_refused() {
    for part in ["../../etc/passwd", "/etc/passwd", "word\\..\\x", "C:/x", "word/../../x"] {
        let tame = "q".repeat(part.len());
        let renamed = replaced(docx_with(&[(&tame, b"x")]), tame.as_bytes(), part.as_bytes());
        refused("a.docx", &renamed, Mismatch);
    }
    refused("a.docx", &docx_with_link(), Mismatch);
}

#[test]
fn a_locked_archive_is_refused() {
    refused("a.docx", &with_numbers_at(docx(), 6, 8, &[1, 0]), Encrypted);
    refused("a.docx", &compound(&["EncryptionInfo", "EncryptedPackage"], &[0; 4096]), Encrypted);
}

#[test]
fn a_bomb_is_refused_by_what_it_says_and_by_what_it_does() {
    let bomb = docx_with(&[("word/media/a.bmp", &vec![0; 8 << 20])]);
    assert!(bomb.len() < 80 << 10, "{}", bomb.len());
    refused("a.docx", &bomb, Bomb);
    // It claims ten bytes: no more than those are unpacked, and they are not the whole.
    refused("a.docx", &with_numbers_at(bomb, 22, 24, &[10, 0, 0, 0]), Mismatch);
    let crowd: Vec<String> = (0..4_000).map(|at| format!("{at}")).collect();
    let crowd: Vec<(&str, &[u8])> = crowd.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    refused("a.docx", &docx_with(&crowd), Bomb);
}

#[test]
fn an_old_document_with_macros_a_packaged_file_or_a_password_is_refused() {
    for entry in ["Macros", "VBA", "_VBA_PROJECT", "macros", "\u{1}Ole10Native"] {
        refused("a.doc", &doc_with(&[entry], 0), Macros);
    }
    refused("a.doc", &doc_with(&[], 0x0100), Encrypted);
    refused("a.doc", &doc_with(&["EncryptedPackage"], 0), Encrypted);
    refused("a.doc", &compound(&["Workbook"], &[0; 4096]), Mismatch);
}

/// Chains that never end and numbers that point outside: read to an answer, not to a crash.
#[test]
fn an_old_document_that_loops_is_refused() {
    let mut looped = doc();
    looped[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
    refused("a.doc", &looped, Mismatch);
    let mut tables = doc();
    tables[0x44..0x48].copy_from_slice(&0_u32.to_le_bytes());
    assert!(inspect("a.doc", &tables).is_ok_and(|format| format == Doc));
}

#[test]
fn text_in_each_usual_encoding_is_taken() {
    let utf16: Vec<u8> = "\u{feff}Zażółć".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "\u{feff}Zażółć".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let kinds: [&[u8]; 5] =
        [b"\xef\xbb\xbfna\xc3\xafve", b"caf\xe9 \x93quoted\x94", &utf16, &big, b"<3 you, 1 < 2"];
    for content in kinds {
        assert_eq!(inspect("a.txt", content), Ok(Txt), "{content:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let markup: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cut: &[u8] = b"\xff\xfea\0b";
    for content in [b"a\0b".as_slice(), b"a\x1b[2J", b"\x81\xe9", &markup, cut, b"\xff\xfe\0\xd8", b"a\x7fb"]
    {
        refused("a.txt", content, Mismatch);
    }
}

/// It is harmless text by every rule here. Finding viruses is the scanner's work, and this file is how one asks
/// whether the scanner works.
#[test]
fn the_test_file_of_virus_scanners_is_left_to_the_scanner() {
    let eicar = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EI", "CAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    assert_eq!(inspect("a.txt", eicar.as_bytes()), Ok(Txt));
}

/// Ten thousand damaged files: either answer is fine, a panic is not. That both are given shows that the damage
/// reaches behind the first check.
#[test]
fn no_damage_makes_the_inspection_panic() {
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from(chance % below as u64).unwrap()
    };
    let mut taken = 0;
    for (name, sample) in NAMES.into_iter().zip([pdf(), docx(), doc(), b"text".to_vec()]) {
        for _ in 0..2_500 {
            let mut content = sample.clone();
            for _ in 0..=draw(4) {
                let at = draw(content.len());
                match draw(4) {
                    0 => content[at] = u8::try_from(draw(256)).unwrap(),
                    1 => content.truncate(at.max(1)),
                    2 => content[at..].iter_mut().take(4).for_each(|byte| *byte = 0xff),
                    _ => content.extend_from_within(at..),
                }
            }
            taken += usize::from(inspect(name, &content).is_ok());
        }
    }
    assert!((100..9_900).contains(&taken), "{taken}");
}

fn replaced(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    for at in super::samples::positions(&bytes, old) {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    bytes
}
