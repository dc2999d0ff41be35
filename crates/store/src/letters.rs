//! Random words that people read out, write down and type again: in groups of four, `K7QM-2XHD`.

use sha2::{Digest, Sha256};

use crate::{StoreResult, crypt::chance};

/// Digits and letters that nobody takes for another one, and no vowels but A and E: `I`, `O` and `U` are out with
/// `0`, `1` and `L`.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;

/// So many groups of four letters; each letter is worth 4.9 bits.
pub(crate) fn random(groups: usize) -> StoreResult<String> {
    let mut letters = Vec::with_capacity(groups * GROUP);
    while letters.len() < groups * GROUP {
        // Bytes beyond the largest multiple are thrown away, or the first letters would come more often.
        let fair = chance::<32>()?
            .into_iter()
            .filter(|byte| usize::from(*byte) < 256 / LETTERS.len() * LETTERS.len());
        letters.extend(fair.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()])));
    }
    letters.truncate(groups * GROUP);
    Ok(letters.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

/// What is kept of such words, and searched for. They are random enough that it tells nothing of them.
pub(crate) fn hash(words: &str) -> Vec<u8> {
    digest(&compact(words))
}

/// The same of a code that is not typed.
pub(crate) fn digest(code: &str) -> Vec<u8> {
    Sha256::digest(code.trim().as_bytes()).to_vec()
}

/// What was meant, however it was typed: without hyphens and spaces, in capitals.
pub(crate) fn compact(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_in_groups_of_four() {
        for groups in [2, 7] {
            for _ in 0..1_000 {
                let words = random(groups).unwrap();
                let lengths: Vec<_> = words.split('-').map(str::len).collect();
                assert_eq!(lengths, vec![4; groups], "{words}");
                assert!(compact(&words).bytes().all(|letter| LETTERS.contains(&letter)), "{words}");
            }
        }
    }

    #[test]
    fn no_two_are_the_same() {
        let all: std::collections::BTreeSet<_> = (0..10_000).map(|_| random(2).unwrap()).collect();
        assert_eq!(all.len(), 10_000);
    }

    #[test]
    fn every_letter_comes_about_as_often() {
        let mut counts = [0_u32; LETTERS.len()];
        for letter in (0..3_000).flat_map(|_| compact(&random(7).unwrap()).into_bytes()) {
            counts[LETTERS.iter().position(|known| *known == letter).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (2_400..3_200).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_word_is_read_however_it_is_typed() {
        assert_eq!(compact(" k7qm 2xhd\n"), compact("K7QM-2XHD"));
    }
}
