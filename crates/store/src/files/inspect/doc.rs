//! DOC: a compound file with a Word document in it that carries no macros and is not locked.

use domain::documents::Refusal;

use super::{ole::Compound, u16_at};

/// How the stream of a document begins: Word 97 and later, Word 6 and 95.
const DOCUMENTS: [u16; 2] = [0xa5ec, 0xa5dc];
/// The bit of the flags that says that a password is needed.
const ENCRYPTED: u16 = 0x0100;

pub(super) fn check(content: &[u8]) -> Result<(), Refusal> {
    let compound = Compound::read(content).ok_or(Refusal::Mismatch)?;
    if compound.is_locked_package() {
        return Err(Refusal::Encrypted);
    }
    let document = compound.beginning("WordDocument").ok_or(Refusal::Mismatch)?;
    let kind = u16_at(document, 0).ok_or(Refusal::Mismatch)?;
    let flags = u16_at(document, 10).ok_or(Refusal::Mismatch)?;
    if !DOCUMENTS.contains(&kind) {
        return Err(Refusal::Mismatch);
    }
    if compound.carries_programs() {
        return Err(Refusal::Macros);
    }
    if flags & ENCRYPTED != 0 { Err(Refusal::Encrypted) } else { Ok(()) }
}
