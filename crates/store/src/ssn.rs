//! Social security numbers between a request and a row: sealed for where they stand, shown by their last four,
//! found by a keyed hash.

use diesel::prelude::*;
use domain::{
    changes::Edit,
    ids::ClientId,
    patch::Patch,
    ssn::{Ssn, TypedSsn},
};
use zeroize::Zeroizing;

use crate::{
    StoreError, StoreResult,
    crypt::{Place, Sealer},
    schema::clients,
    scope::Scoped,
    tx::Disclosure,
};

/// A number as a row keeps it.
#[derive(Clone, Debug)]
pub(crate) struct SealedSsn {
    pub place: Place,
    pub sealed: Vec<u8>,
    pub last_four: String,
    pub index: Vec<u8>,
}

/// A number on its way into a row: just typed, or sealed in another one.
#[derive(Clone, Debug)]
pub(crate) enum Incoming {
    Typed(Ssn),
    Sealed(SealedSsn),
}

impl Incoming {
    /// Seals it for where it will stand.
    pub(crate) fn sealed_for(&self, sealer: &Sealer, place: Place) -> StoreResult<SealedSsn> {
        Ok(match self {
            Self::Typed(ssn) => SealedSsn {
                sealed: sealer.seal(&place, ssn.digits().as_bytes())?,
                last_four: ssn.last_four().to_owned(),
                index: sealer.index(ssn).to_vec(),
                place,
            },
            Self::Sealed(from) => {
                SealedSsn { sealed: sealer.reseal(&from.place, &place, &from.sealed)?, place, ..from.clone() }
            }
        })
    }
}

/// Reads what was typed, once it was checked.
pub(crate) fn typed(ssn: Option<&TypedSsn>) -> StoreResult<Option<Incoming>> {
    let ssn = ssn.map(TypedSsn::parse).transpose();
    Ok(ssn.map_err(|_| StoreError::field("/ssn", "ssn"))?.map(Incoming::Typed))
}

/// Takes the number out of an edit, so that nothing else of the edit carries it.
pub(crate) fn take(edit: &mut Edit) -> StoreResult<Option<Incoming>> {
    match edit {
        Edit::CreateClient { draft } => typed(draft.ssn.take().as_ref()),
        Edit::UpdateClient { patch, .. } => {
            let ssn = typed(patch.ssn.set())?;
            if ssn.is_some() {
                patch.ssn = Patch::Keep;
            }
            Ok(ssn)
        }
        _ => Ok(None),
    }
}

/// Opens a client's number. The audit has the reader and the reason before the digits are there.
pub fn open(tx: &mut Disclosure, client: ClientId) -> StoreResult<String> {
    let query = Scoped::over(tx.actor(), clients::table, clients::id)
        .filter(clients::id.eq(client.uuid()))
        .select(clients::ssn_sealed);
    let sealed: Option<Vec<u8>> = tx.first(query)?;
    let sealed = sealed.ok_or(StoreError::Conflict("No social security number is on record."))?;
    tx.of("clients", client.uuid(), Some(client))?;
    let digits = Zeroizing::new(tx.sealer().open(&client_place(client), &sealed)?);
    let digits = std::str::from_utf8(&digits).map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(hyphened(digits))
}

/// Where a client's number stands.
pub(crate) fn client_place(client: ClientId) -> Place {
    Place::new("clients", "ssn", client)
}

/// `536-22-1234`
fn hyphened(digits: &str) -> String {
    match (digits.get(..3), digits.get(3..5), digits.get(5..)) {
        (Some(area), Some(group), Some(serial)) => format!("{area}-{group}-{serial}"),
        _ => digits.to_owned(),
    }
}
