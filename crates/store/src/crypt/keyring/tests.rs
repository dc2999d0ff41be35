use super::*;
use std::{fs, os::unix::fs::PermissionsExt};

#[test]
fn a_keyring_survives_its_text() {
    let keyring = Keyring::generate().unwrap().with_new_key().unwrap();
    let again = Keyring::parse(&keyring.text()).unwrap();
    assert_eq!(keyring.seal, again.seal);
    assert_eq!((keyring.index, keyring.tokens), (again.index, again.tokens));
}

#[test]
fn an_environment_variable_may_stand_on_one_line() {
    let keyring = Keyring::generate().unwrap();
    let line = keyring.text().lines().skip(1).collect::<Vec<_>>().join(";");
    assert_eq!(Keyring::parse(&line).unwrap().seal, keyring.seal);
}

#[test]
fn rotation_puts_a_new_key_first_and_keeps_the_old_one() {
    let once = Keyring::generate().unwrap();
    let old = once.seal[0].clone();
    let twice = once.with_new_key().unwrap();
    assert_eq!(twice.seal[0].0, KeyId(2));
    assert_eq!(twice.seal[1], old);
}

#[test]
fn debug_hides_the_keys() {
    let keyring = Keyring::generate().unwrap();
    assert_eq!(format!("{keyring:?}"), "Keyring [KeyId(1)]");
}

#[test]
fn an_error_does_not_repeat_what_it_read() {
    let error = Keyring::parse("seal 1 c2VjcmV0").unwrap_err();
    assert!(matches!(error, KeyringError::Line(1)));
    assert!(!format!("{error} {error:?}").contains("c2Vj"));
}

#[test]
fn incomplete_repeated_and_blank_keys_are_refused() {
    let text = Keyring::generate().unwrap().text();
    let lines: Vec<_> = text.lines().skip(1).collect();
    for left_out in 0..lines.len() {
        let mut rest = lines.clone();
        rest.remove(left_out);
        assert!(matches!(Keyring::parse(&rest.join("\n")), Err(KeyringError::Missing(_))));
        let twice = [lines.clone(), vec![lines[left_out]]].concat().join("\n");
        assert!(matches!(Keyring::parse(&twice), Err(KeyringError::Repeated(4))));
    }
    let one_for_two = lines.join("\n").replace(&lines[2][7..], &lines[1][6..]);
    assert!(matches!(Keyring::parse(&one_for_two), Err(KeyringError::Repeated(3))));
    let blank = format!("seal 1 {}", BASE64_STANDARD.encode([7; 32]));
    assert!(matches!(Keyring::parse(&blank), Err(KeyringError::Line(1))));
}

#[test]
fn a_new_key_file_is_for_its_owner_alone_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let keyring = Keyring::create(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(Keyring::read(&path).unwrap().seal, keyring.seal);
    assert!(matches!(Keyring::create(&path), Err(KeyringError::File(_))));
}

#[test]
fn a_key_file_that_others_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    Keyring::create(&path).unwrap();
    for open in [0o604, 0o640, 0o620, 0o644] {
        fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
        assert!(matches!(Keyring::read(&path), Err(KeyringError::Exposed(mode)) if mode == open));
    }
}

#[test]
fn the_token_key_is_not_the_stored_secret() {
    let keyring = Keyring::generate().unwrap();
    assert_ne!(keyring.token_key().unwrap(), keyring.tokens);
}
