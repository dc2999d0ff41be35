use std::time::Duration;

use uuid::Uuid;

use super::*;
use crate::crypt::Keyring;

fn sealer() -> Arc<Sealer> {
    Arc::new(Sealer::new(&Keyring::generate().unwrap()).unwrap())
}

fn id_of(number: u128) -> DocumentId {
    Uuid::from_u128(number).into()
}

/// A vault in a folder of its own, which is gone with the guard.
fn folder() -> (tempfile::TempDir, Vault) {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(&folder.path().join("files"), sealer()).unwrap();
    (folder, vault)
}

async fn store(vault: &Vault, id: DocumentId, content: &[u8]) -> Stored {
    let mut writer = vault.begin(id).await.unwrap();
    for some in content.chunks(10_007) {
        writer.write(some).await.unwrap();
    }
    writer.finish().await.unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found
}

fn tomorrow() -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now() + Duration::from_secs(86_400))
}

fn yesterday() -> DateTime<Utc> {
    tomorrow() - Duration::from_secs(2 * 86_400)
}

#[tokio::test]
async fn what_was_written_is_read_from_a_folder_and_from_memory() {
    let content: Vec<u8> = (0..1_000_000).map(|at| (at % 253) as u8).collect();
    let (_guard, local) = folder();
    for vault in [local, Vault::in_memory(sealer())] {
        let stored = store(&vault, id_of(1), &content).await;
        let expected = Stored { size: 1_000_000, sha256: Sha256::digest(&content).into() };
        assert_eq!(stored, expected, "{vault:?}");
        assert!(vault.read(id_of(1)).await.unwrap() == content, "{vault:?}");
    }
}

#[tokio::test]
async fn the_disk_has_neither_the_content_nor_the_name() {
    let (guard, vault) = folder();
    store(&vault, id_of(0xab), b"SSN 536-22-1234").await;
    let [file] = files(guard.path()).try_into().unwrap();
    assert!(file.ends_with(format!("ab/{}", id_of(0xab))));
    assert!(!fs::read(file).unwrap().windows(4).any(|window| window == b"536-"));
}

#[tokio::test]
async fn a_file_is_not_there_before_it_is_finished() {
    let (_guard, vault) = folder();
    let mut writer = vault.begin(id_of(1)).await.unwrap();
    writer.write(&[7; 500_000]).await.unwrap();
    assert!(matches!(vault.read(id_of(1)).await, Err(VaultError::Missing)));
    writer.finish().await.unwrap();
    assert!(vault.read(id_of(1)).await.is_ok());
}

#[tokio::test]
async fn a_file_that_was_given_up_leaves_nothing() {
    let (guard, vault) = folder();
    let mut writer = vault.begin(id_of(1)).await.unwrap();
    writer.write(&[7; 500_000]).await.unwrap();
    writer.abort().await.unwrap();
    assert!(files(guard.path()).is_empty());
}

#[tokio::test]
async fn one_byte_too_many_is_refused_on_arrival() {
    let vault = Vault::in_memory(sealer());
    let mut writer = vault.begin(id_of(1)).await.unwrap();
    writer.write(&vec![0; MAX_BYTES as usize]).await.unwrap();
    assert!(matches!(writer.write(b"x").await, Err(VaultError::TooLarge)));
    assert!(matches!(writer.finish().await, Err(VaultError::TooLarge)));
    assert!(matches!(vault.read(id_of(1)).await, Err(VaultError::Missing)));
}

#[tokio::test]
async fn a_changed_cut_or_exchanged_file_is_not_handed_out() {
    let (guard, vault) = folder();
    store(&vault, id_of(0x101), &[7; 200_000]).await;
    store(&vault, id_of(0x201), &[8; 200_000]).await;
    let [one, two] = files(guard.path()).try_into().unwrap();
    let sealed = fs::read(&one).unwrap();
    let mut changed = sealed.clone();
    changed[100_000] ^= 1;
    for wrong in [&changed, &sealed[..sealed.len() / 2], &sealed[..0], &fs::read(&two).unwrap()] {
        fs::write(&one, wrong).unwrap();
        let id = id(&Key::from(one.file_name().unwrap().to_str().unwrap())).unwrap();
        assert!(matches!(vault.read(id).await, Err(VaultError::Crypt(_))));
    }
}

#[tokio::test]
async fn a_deleted_file_is_gone_and_may_be_deleted_again() {
    let (guard, vault) = folder();
    store(&vault, id_of(1), b"x").await;
    vault.delete(id_of(1)).await.unwrap();
    vault.delete(id_of(1)).await.unwrap();
    assert!(matches!(vault.read(id_of(1)).await, Err(VaultError::Missing)));
    assert!(files(guard.path()).is_empty());
}

#[tokio::test]
async fn a_sweep_removes_unknown_and_unfinished_files_and_keeps_known_and_foreign_ones() {
    let (guard, vault) = folder();
    store(&vault, id_of(1), b"known").await;
    store(&vault, id_of(2), b"unknown").await;
    let mut writer = vault.begin(id_of(3)).await.unwrap();
    writer.write(&[7; 500_000]).await.unwrap();
    // As after a kill: nobody tidies up.
    std::mem::forget(writer);
    fs::write(guard.path().join("files/read-me.txt"), "foreign").unwrap();
    let swept = vault.sweep(tomorrow(), |id| id == id_of(1)).await.unwrap();
    assert_eq!(swept, Swept { unknown: 1, unfinished: 1 });
    assert_eq!(vault.read(id_of(1)).await.unwrap(), b"known");
    assert_eq!(files(guard.path()).len(), 2);
}

/// The negative control of the sweep: age protects what is still being written.
#[tokio::test]
async fn a_sweep_leaves_what_is_new() {
    let (guard, vault) = folder();
    store(&vault, id_of(2), b"unknown").await;
    let mut writer = vault.begin(id_of(3)).await.unwrap();
    writer.write(b"more").await.unwrap();
    assert_eq!(vault.sweep(yesterday(), |_| false).await.unwrap(), Swept::default());
    writer.finish().await.unwrap();
    assert_eq!(files(guard.path()).len(), 2);
}

#[tokio::test]
async fn the_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (guard, _vault) = folder();
    let mode = fs::metadata(guard.path().join("files")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn files_are_sealed_anew_with_the_new_key_and_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Keyring::generate().unwrap();
    let before = Vault::local(folder.path(), Arc::new(Sealer::new(&keyring).unwrap())).unwrap();
    let content: Vec<u8> = (0..300_000).map(|at| (at % 251) as u8).collect();
    for number in 1..=3 {
        store(&before, id_of(number), &content).await;
    }
    let after = Vault::local(folder.path(), Arc::new(Sealer::new(&keyring.with_new_key().unwrap()).unwrap()))
        .unwrap();
    store(&after, id_of(4), &content).await;
    assert_eq!(after.rotate().await.unwrap(), 3, "the fourth stands under the new key already");
    assert_eq!(after.rotate().await.unwrap(), 0);
    for number in 1..=4 {
        assert!(after.read(id_of(number)).await.unwrap() == content, "{number}");
        assert!(before.read(id_of(number)).await.is_err(), "the old key alone opens {number} no more");
    }
}
