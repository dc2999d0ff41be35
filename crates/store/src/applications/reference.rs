//! The number that an applicant keeps: short, easy to read out on the phone, and without a word about the person.

use crate::{StoreResult, letters};

/// A new one, one of 6.5 × 10¹¹: `K7QM-2XHD`.
pub(super) fn random() -> StoreResult<String> {
    letters::random(2)
}

/// As a search finds it, with or without the hyphen.
pub(super) fn compact(reference: &str) -> String {
    reference.replace('-', "")
}
