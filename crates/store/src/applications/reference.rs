//! The number that an applicant keeps: short, easy to read out on the phone, and without a word about the person.

use crate::{StoreResult, crypt::chance};

/// Digits and letters that nobody takes for another one, and no vowels but A and E: `I`, `O` and `U` are out with
/// `0`, `1` and `L`.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// A new one, one of 6.5 × 10¹¹: `K7QM-2XHD`.
pub(super) fn random() -> StoreResult<String> {
    let mut letters = String::with_capacity(LENGTH + 1);
    while letters.len() < LENGTH + 1 {
        // Bytes beyond the largest multiple are thrown away, or the first letters would come more often.
        let fair = chance::<16>()?
            .into_iter()
            .filter(|byte| usize::from(*byte) < 256 / LETTERS.len() * LETTERS.len());
        for byte in fair.take(LENGTH + 1 - letters.len()) {
            if letters.len() == LENGTH / 2 {
                letters.push('-');
            }
            if letters.len() < LENGTH + 1 {
                letters.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
            }
        }
    }
    Ok(letters)
}

/// As a search finds it, with or without the hyphen.
pub(super) fn compact(reference: &str) -> String {
    reference.replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_two_groups_of_four() {
        for _ in 0..1_000 {
            let reference = random().unwrap();
            let (first, second) = reference.split_once('-').unwrap();
            assert_eq!((first.len(), second.len()), (4, 4), "{reference}");
            assert!(compact(&reference).bytes().all(|letter| LETTERS.contains(&letter)), "{reference}");
        }
    }

    #[test]
    fn no_two_are_the_same() {
        let all: std::collections::BTreeSet<_> = (0..10_000).map(|_| random().unwrap()).collect();
        assert_eq!(all.len(), 10_000);
    }
}
