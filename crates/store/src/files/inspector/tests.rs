use std::{fs, os::unix::fs::PermissionsExt, time::Instant};

use tempfile::TempDir;

use super::*;

/// A program that does this.
fn script(folder: &TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("program");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path
}

async fn asked(inspector: &Inspector) -> io::Result<Result<Format, documents::Refusal>> {
    inspector.document("a.txt", Arc::new(b"Ten years in kitchens.".to_vec())).await
}

async fn says(text: &str) -> Result<Format, documents::Refusal> {
    let folder = tempfile::tempdir().unwrap();
    asked(&Inspector::apart(script(&folder, text))).await.unwrap()
}

#[tokio::test]
async fn what_is_answered_is_believed() {
    assert_eq!(says(r#"echo '"fine"'"#).await, Ok(Format::Txt));
    assert_eq!(says(r#"echo '{"no_document":"macros"}'"#).await, Err(documents::Refusal::Macros));
}

#[tokio::test]
async fn what_dies_or_talks_nonsense_is_a_refusal() {
    for text in
        ["kill -9 $$", r#"echo '"fine"'; exit 1"#, "echo nonsense", "true", r#"echo '{"no_photo":"kind"}'"#]
    {
        assert_eq!(says(text).await, Err(documents::Refusal::Bomb), "{text}");
    }
}

#[tokio::test]
async fn what_hangs_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let id = folder.path().join("id");
    let program = script(&folder, &format!("echo $$ > {}\nexec /bin/sleep 100", id.display()));
    let (begun, patience) = (Instant::now(), Duration::from_millis(500));
    let answer = asked(&Inspector::apart(program).within(patience)).await.unwrap();
    assert_eq!(answer, Err(documents::Refusal::Bomb));
    let stat = format!("/proc/{}/stat", fs::read_to_string(id).unwrap().trim());
    // Gone, or dead and not yet counted as such by us.
    while fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
        assert!(begun.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_waited_for() {
    assert_eq!(
        says("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done").await,
        Err(documents::Refusal::Bomb)
    );
}

#[tokio::test]
async fn no_key_and_no_address_of_a_database_goes_along() {
    // Whoever runs this has these set.
    assert!(std::env::var("CARGO_MANIFEST_DIR").is_ok());
    assert_eq!(says(r#"test -z "$CARGO_MANIFEST_DIR$HOME" && echo '"fine"'"#).await, Ok(Format::Txt));
    assert_eq!(
        says(r#"test -n "$CARGO_MANIFEST_DIR$HOME" && echo '"fine"'"#).await,
        Err(documents::Refusal::Bomb)
    );
}

#[tokio::test]
async fn without_the_program_no_file_is_blamed() {
    assert!(asked(&Inspector::apart("/nowhere/openhall")).await.is_err());
}

#[test]
fn a_question_and_a_verdict_are_read_as_they_were_written() {
    let square = Square { left: 1, top: 2, side: 300 };
    for question in [Question::Document(Format::Docx), Question::Photo(None), Question::Photo(Some(square))] {
        let json = serde_json::to_string(&question).unwrap();
        assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), question, "{json}");
    }
}
