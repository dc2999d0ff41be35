//! Sealing columns: `version, key id, nonce, ciphertext`, bound to table, column and row.

use std::fmt;

use domain::ssn::Ssn;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    CryptError, KeyId, Keyring,
    cipher::{Cipher, Secret},
    index::Index,
};

/// The first byte of what is sealed; another layout gets another number.
const VERSION: u8 = 1;
/// Version and key id.
const HEADER: usize = 5;

/// Where a secret stands. Moved to another table, column or row it does not open any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    table: &'static str,
    column: &'static str,
    row: Uuid,
}

impl Place {
    pub fn new(table: &'static str, column: &'static str, row: impl Into<Uuid>) -> Self {
        Self { table, column, row: row.into() }
    }

    /// Lengths stand before the names, so that no two places have the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64);
        for name in [self.table, self.column] {
            bytes.extend((name.len() as u64).to_be_bytes());
            bytes.extend(name.as_bytes());
        }
        bytes.extend(self.row.as_bytes());
        bytes
    }
}

/// Seals, opens and finds secrets. Made once, shared by all.
pub struct Sealer {
    /// The current one first.
    keys: Vec<Keys>,
    index: Index,
}

/// What is derived from one seal key.
struct Keys {
    id: KeyId,
    columns: Cipher,
    files: Secret,
}

impl Sealer {
    /// # Errors
    /// None in practice: [`CryptError::Refused`] stands for a derived key that is too long.
    pub fn new(keyring: &Keyring) -> Result<Self, CryptError> {
        let keys = keyring.seal_keys().iter().map(|(id, secret)| Keys::derive(*id, secret));
        Ok(Self { keys: keys.collect::<Result<_, _>>()?, index: Index::new(keyring.index_key())? })
    }

    /// Seals with the current key. The same text sealed twice gives different bytes.
    ///
    /// # Errors
    /// [`CryptError::NoChance`] without random bytes.
    pub fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>, CryptError> {
        let keys = self.current()?;
        let locked = keys.columns.lock(&place.bytes(), plain)?;
        Ok([&[VERSION], keys.id.0.to_be_bytes().as_slice(), &locked].concat())
    }

    /// # Errors
    /// [`CryptError::Broken`] if the bytes were changed or sealed for another place, [`CryptError::UnknownKey`] if
    /// the keyring lost the key, [`CryptError::Shape`] if they were never sealed.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, CryptError> {
        let keys = self.keys(Self::key_of(sealed)?)?;
        keys.columns.unlock(&place.bytes(), &sealed[HEADER..])
    }

    /// Moves a secret to another place without showing it: an accepted application's number becomes a client's.
    ///
    /// # Errors
    /// As [`Sealer::open`] and [`Sealer::seal`].
    pub fn reseal(&self, from: &Place, to: &Place, sealed: &[u8]) -> Result<Vec<u8>, CryptError> {
        let plain = Zeroizing::new(self.open(from, sealed)?);
        self.seal(to, &plain)
    }

    /// The key that seals.
    ///
    /// # Errors
    /// None in practice: a keyring has one.
    pub fn current_key(&self) -> Result<KeyId, CryptError> {
        Ok(self.current()?.id)
    }

    /// What a number is found by: equal for equal numbers, and worth nothing without the key.
    pub fn index(&self, ssn: &Ssn) -> [u8; 32] {
        self.index.of(ssn)
    }

    /// What stands for an email or an address where only "the same again" matters.
    pub(crate) fn mark(&self, kind: &str, text: &str) -> Vec<u8> {
        self.index.mark(kind, text).to_vec()
    }

    /// The key that sealed these bytes. In SQL it is `substring(column from 2 for 4)`, big-endian, so that the
    /// start of the server and the rotation can ask the database which keys are still in use.
    ///
    /// # Errors
    /// [`CryptError::Shape`] if the bytes were never sealed.
    pub fn key_of(sealed: &[u8]) -> Result<KeyId, CryptError> {
        let (header, _) = sealed.split_first_chunk::<HEADER>().ok_or(CryptError::Shape)?;
        match *header {
            [VERSION, a, b, c, d] => Ok(KeyId(u32::from_be_bytes([a, b, c, d]))),
            _ => Err(CryptError::Shape),
        }
    }

    pub fn knows(&self, id: KeyId) -> bool {
        self.keys(id).is_ok()
    }

    /// The key of a file that is written now, and the name of the seal key that it comes from.
    pub(crate) fn new_file_key(&self, file: Uuid, salt: &[u8]) -> Result<(KeyId, Cipher), CryptError> {
        let id = self.current()?.id;
        Ok((id, self.file_key(id, file, salt)?))
    }

    /// Each file has a key of its own, so that no part of one can stand in another.
    pub(crate) fn file_key(&self, id: KeyId, file: Uuid, salt: &[u8]) -> Result<Cipher, CryptError> {
        Cipher::derive(&self.keys(id)?.files, &[b"openhall/v1/file", file.as_bytes(), salt])
    }

    fn current(&self) -> Result<&Keys, CryptError> {
        self.keys.first().ok_or(CryptError::UnknownKey(KeyId(0)))
    }

    fn keys(&self, id: KeyId) -> Result<&Keys, CryptError> {
        self.keys.iter().find(|keys| keys.id == id).ok_or(CryptError::UnknownKey(id))
    }
}

impl Keys {
    fn derive(id: KeyId, secret: &Secret) -> Result<Self, CryptError> {
        let columns = Cipher::derive(secret, &[b"openhall/v1/columns"])?;
        Ok(Self { id, columns, files: super::cipher::derive(secret, &[b"openhall/v1/files"])? })
    }
}

/// Names the keys and hides them.
impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Sealer ")?;
        f.debug_list().entries(self.keys.iter().map(|keys| keys.id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SSN: &[u8] = b"536221234";

    fn sealer() -> Sealer {
        Sealer::new(&Keyring::generate().unwrap()).unwrap()
    }

    fn place() -> Place {
        Place::new("clients", "ssn", Uuid::from_u128(1))
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let sealer = sealer();
        for plain in [SSN, b"", &[0; 5000]] {
            let sealed = sealer.seal(&place(), plain).unwrap();
            assert_eq!(sealer.open(&place(), &sealed).unwrap(), plain);
        }
    }

    #[test]
    fn the_text_does_not_stand_in_the_sealed_bytes() {
        let sealed = sealer().seal(&place(), SSN).unwrap();
        assert!(!sealed.windows(SSN.len()).any(|window| window == SSN));
    }

    #[test]
    fn two_seals_of_one_text_differ_in_nonce_and_ciphertext() {
        let sealer = sealer();
        let [one, two] = [(); 2].map(|()| sealer.seal(&place(), SSN).unwrap());
        assert_ne!(one[HEADER..HEADER + 24], two[HEADER..HEADER + 24]);
        assert_ne!(one[HEADER + 24..], two[HEADER + 24..]);
    }

    /// The negative control of `what_was_sealed_opens_in_its_place`: each part of the place matters alone.
    #[test]
    fn another_row_column_or_table_does_not_open() {
        let sealer = sealer();
        let sealed = sealer.seal(&place(), SSN).unwrap();
        let row = Uuid::from_u128(1);
        let others = [
            Place::new("clients", "ssn", Uuid::from_u128(2)),
            Place::new("clients", "tax_id", row),
            Place::new("applications", "ssn", row),
            Place::new("client", "sssn", row),
        ];
        for other in others {
            assert_eq!(sealer.open(&other, &sealed), Err(CryptError::Broken), "{other:?}");
        }
    }

    #[test]
    fn another_keyring_with_the_same_key_id_does_not_open() {
        let sealed = sealer().seal(&place(), SSN).unwrap();
        assert_eq!(sealer().open(&place(), &sealed), Err(CryptError::Broken));
    }

    #[test]
    fn a_flipped_bit_or_a_cut_anywhere_does_not_open() {
        let sealer = sealer();
        let sealed = sealer.seal(&place(), SSN).unwrap();
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(sealer.open(&place(), &flipped).is_err(), "flipped {at}");
            assert!(sealer.open(&place(), &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_moved_secret_opens_in_the_new_place_alone() {
        let sealer = sealer();
        let from = Place::new("applications", "ssn", Uuid::from_u128(9));
        let moved = sealer.reseal(&from, &place(), &sealer.seal(&from, SSN).unwrap()).unwrap();
        assert_eq!(sealer.open(&place(), &moved).unwrap(), SSN);
        assert_eq!(sealer.open(&from, &moved), Err(CryptError::Broken));
    }

    #[test]
    fn what_is_sealed_anew_stands_under_the_new_key() {
        let keyring = Keyring::generate().unwrap();
        let sealed = Sealer::new(&keyring).unwrap().seal(&place(), SSN).unwrap();
        let after = Sealer::new(&keyring.with_new_key().unwrap()).unwrap();
        assert_eq!(after.open(&place(), &sealed).unwrap(), SSN);
        let anew = after.reseal(&place(), &place(), &sealed).unwrap();
        assert_eq!((Sealer::key_of(&anew), after.current_key()), (Ok(KeyId(2)), Ok(KeyId(2))));
        assert_eq!(after.open(&place(), &anew).unwrap(), SSN);
    }

    #[test]
    fn a_key_that_was_taken_out_is_named() {
        let keyring = Keyring::generate().unwrap();
        let old = Sealer::new(&keyring).unwrap();
        let sealed = Sealer::new(&keyring.with_new_key().unwrap()).unwrap().seal(&place(), SSN).unwrap();
        assert_eq!(old.open(&place(), &sealed), Err(CryptError::UnknownKey(KeyId(2))));
        assert!(old.knows(KeyId(1)) && !old.knows(KeyId(2)));
    }

    #[test]
    fn the_index_is_equal_for_equal_numbers_and_survives_rotation() {
        let keyring = Keyring::generate().unwrap();
        let ssn = |text| Ssn::parse(text).unwrap();
        let before = Sealer::new(&keyring).unwrap();
        let after = Sealer::new(&keyring.with_new_key().unwrap()).unwrap();
        assert_eq!(before.index(&ssn("536-22-1234")), after.index(&ssn("536221234")));
        assert_ne!(before.index(&ssn("536221234")), before.index(&ssn("536221235")));
    }

    #[test]
    fn the_index_is_worth_nothing_without_its_key() {
        let ssn = Ssn::parse("536221234").unwrap();
        assert_ne!(sealer().index(&ssn), sealer().index(&ssn));
    }

    #[test]
    fn debug_hides_the_keys() {
        assert_eq!(format!("{:?}", sealer()), "Sealer [KeyId(1)]");
    }
}
