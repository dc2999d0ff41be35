//! The sealed form of a file: `version, key id, salt`, then segments of 64 KiB, each sealed on its own, so that
//! neither side ever holds more than one of them in the clear while it streams.
//!
//! Every file has its own key, from its id and its salt, so no segment fits into another file or into another
//! upload of the same one. Each is bound to its number and to whether it is the last, so none can be left out,
//! repeated, swapped or cut off.

use domain::ids::DocumentId;
use zeroize::{Zeroize, Zeroizing};

use crate::crypt::{Cipher, CryptError, KeyId, OVERHEAD, Sealer, chance};

const VERSION: u8 = 1;
const SALT: usize = 16;
/// Version, key id and salt.
const HEADER: usize = 5 + SALT;
/// Bytes of a segment before it is sealed.
pub(super) const SEGMENT: usize = 64 * 1024;

/// A file on its way in.
pub(super) struct Sealing {
    cipher: Cipher,
    number: u32,
    /// What does not fill a segment yet.
    clear: Zeroizing<Vec<u8>>,
    sealed: Vec<u8>,
}

impl Sealing {
    /// # Errors
    /// [`CryptError::NoChance`] without random bytes.
    pub fn begin(sealer: &Sealer, file: DocumentId) -> Result<Self, CryptError> {
        let salt: [u8; SALT] = chance()?;
        let (key, cipher) = sealer.new_file_key(file.uuid(), &salt)?;
        let sealed = [&[VERSION], key.0.to_be_bytes().as_slice(), &salt].concat();
        // With the room it needs from the start, so that growing leaves no copies of it in memory.
        Ok(Self { cipher, number: 0, clear: Zeroizing::new(Vec::with_capacity(SEGMENT)), sealed })
    }

    /// # Errors
    /// [`CryptError::NoChance`] without random bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), CryptError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            // A full segment waits for the next byte: until then it may be the last one.
            if self.clear.len() == SEGMENT {
                self.seal(Position::Inner)?;
            }
            let (fits, more) = rest.split_at(rest.len().min(SEGMENT - self.clear.len()));
            self.clear.extend_from_slice(fits);
            rest = more;
        }
        Ok(())
    }

    /// What is sealed so far and was not taken yet.
    pub fn sealed(&mut self) -> &mut Vec<u8> {
        &mut self.sealed
    }

    /// The rest of the sealed form. An empty file has one empty segment.
    ///
    /// # Errors
    /// [`CryptError::NoChance`] without random bytes.
    pub fn finish(mut self) -> Result<Vec<u8>, CryptError> {
        self.seal(Position::Last)?;
        Ok(self.sealed)
    }

    fn seal(&mut self, position: Position) -> Result<(), CryptError> {
        self.sealed.extend(self.cipher.lock(&bound(self.number, position), &self.clear)?);
        self.number = self.number.checked_add(1).ok_or(CryptError::Refused)?;
        self.clear.as_mut_slice().zeroize();
        self.clear.truncate(0);
        Ok(())
    }
}

/// The whole file, or nothing of it.
///
/// # Errors
/// [`CryptError::Broken`] if a segment is changed, missing, swapped or of another file, [`CryptError::UnknownKey`]
/// and [`CryptError::Shape`] as for columns.
pub(super) fn open(sealer: &Sealer, file: DocumentId, sealed: &[u8]) -> Result<Vec<u8>, CryptError> {
    let (header, body) = sealed.split_first_chunk::<HEADER>().ok_or(CryptError::Shape)?;
    let [VERSION, a, b, c, d, salt @ ..] = header else { return Err(CryptError::Shape) };
    let key = KeyId(u32::from_be_bytes([*a, *b, *c, *d]));
    let cipher = sealer.file_key(key, file.uuid(), salt)?;
    if body.is_empty() {
        return Err(CryptError::Broken);
    }
    open_segments(&cipher, body)
}

fn open_segments(cipher: &Cipher, body: &[u8]) -> Result<Vec<u8>, CryptError> {
    let mut content = Vec::with_capacity(body.len());
    let mut segments = body.chunks(SEGMENT + OVERHEAD).peekable();
    let mut number = 0;
    while let Some(segment) = segments.next() {
        let position = if segments.peek().is_some() { Position::Inner } else { Position::Last };
        content.append(&mut cipher.unlock(&bound(number, position), segment)?);
        number += 1;
    }
    Ok(content)
}

#[derive(Clone, Copy)]
enum Position {
    Inner,
    Last,
}

/// What a segment is bound to. The file is in the key.
fn bound(number: u32, position: Position) -> [u8; 5] {
    let [a, b, c, d] = number.to_be_bytes();
    [a, b, c, d, position as u8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypt::Keyring;
    use uuid::Uuid;

    const SEALED: usize = SEGMENT + OVERHEAD;

    fn id(number: u128) -> DocumentId {
        Uuid::from_u128(number).into()
    }

    fn sealer() -> Sealer {
        Sealer::new(&Keyring::generate().unwrap()).unwrap()
    }

    /// No two segments are alike.
    fn content(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at / 251 + at) as u8).collect()
    }

    fn sealed(sealer: &Sealer, file: DocumentId, content: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::begin(sealer, file).unwrap();
        content.chunks(7_001).for_each(|some| sealing.push(some).unwrap());
        sealing.finish().unwrap()
    }

    #[test]
    fn a_file_of_any_length_opens_again() {
        let sealer = sealer();
        for length in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 5] {
            let content = content(length);
            assert_eq!(open(&sealer, id(1), &sealed(&sealer, id(1), &content)), Ok(content), "{length}");
        }
    }

    #[test]
    fn a_full_segment_at_the_end_is_followed_by_nothing() {
        assert_eq!(sealed(&sealer(), id(1), &content(2 * SEGMENT)).len(), HEADER + 2 * SEALED);
    }

    /// The negative control of `a_file_of_any_length_opens_again`.
    #[test]
    fn a_cut_at_a_segment_or_anywhere_does_not_open() {
        let sealer = sealer();
        let whole = sealed(&sealer, id(1), &content(2 * SEGMENT + 9));
        let cuts = [0, 4, HEADER, HEADER + SEALED, HEADER + 2 * SEALED, HEADER + 10, whole.len() - 1];
        for cut in cuts {
            assert!(open(&sealer, id(1), &whole[..cut]).is_err(), "{cut}");
        }
        assert!(open(&sealer, id(1), &[whole.as_slice(), b"x"].concat()).is_err());
    }

    #[test]
    fn swapped_repeated_or_missing_segments_do_not_open() {
        let sealer = sealer();
        let whole = sealed(&sealer, id(1), &content(3 * SEGMENT));
        let (header, body) = whole.split_at(HEADER);
        let parts: Vec<_> = body.chunks(SEALED).collect();
        for order in [
            vec![1, 0, 2],
            vec![0, 2, 1],
            vec![0, 0, 1, 2],
            vec![0, 2],
            vec![1, 2],
            vec![2],
            vec![0, 1, 2, 2],
        ] {
            let body = order.iter().map(|at| parts[*at]).collect::<Vec<_>>().concat();
            assert_eq!(open(&sealer, id(1), &[header, &body].concat()), Err(CryptError::Broken), "{order:?}");
        }
    }

    #[test]
    fn a_segment_of_another_file_or_another_upload_does_not_open() {
        let sealer = sealer();
        let mine = sealed(&sealer, id(1), &content(2 * SEGMENT));
        for other in
            [sealed(&sealer, id(2), &content(2 * SEGMENT)), sealed(&sealer, id(1), &content(2 * SEGMENT))]
        {
            let mixed = [&mine[..HEADER + SEALED], &other[HEADER + SEALED..]].concat();
            assert_eq!(open(&sealer, id(1), &mixed), Err(CryptError::Broken));
        }
        assert_eq!(open(&sealer, id(2), &mine), Err(CryptError::Broken));
    }

    #[test]
    fn a_flipped_bit_in_header_or_body_does_not_open() {
        let sealer = sealer();
        let whole = sealed(&sealer, id(1), b"short");
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x80;
            assert!(open(&sealer, id(1), &flipped).is_err(), "{at}");
        }
    }

    #[test]
    fn an_old_file_opens_after_rotation() {
        let keyring = Keyring::generate().unwrap();
        let old = sealed(&Sealer::new(&keyring).unwrap(), id(1), b"letter");
        let rotated = Sealer::new(&keyring.with_new_key().unwrap()).unwrap();
        assert_eq!(open(&rotated, id(1), &old).unwrap(), b"letter");
    }
}
