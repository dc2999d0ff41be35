//! The demo agency: a profile, the cast, and some months of work, made through the same doors as real work.

mod cast;
mod people;
mod plans;
mod portraits;
mod work;

pub use cast::{Cast, Served};

use crate::{
    Store, StoreError, StoreResult,
    files::Vault,
    profiles::{self, Profile},
    schema::users,
    scope::Scoped,
    tx::{Caller, WriteTx},
};

/// What the audit calls it.
const OPERATION: &str = "demo.load";

/// Fills an empty database. Refuses one with users: demo people with known passwords have no place beside
/// real ones.
pub fn load(
    store: &Store,
    vault: &Vault,
    profile: Profile,
    password_of: &dyn Fn(Cast) -> String,
) -> StoreResult<()> {
    let job = Caller::job();
    let hashes = people::hashed(password_of)?;
    // A transaction keeps the day with which it began, and before there is a profile that is the day of Greenwich.
    store.write_public(&job, OPERATION, |tx| {
        refuse_real_users(tx)?;
        profiles::install(tx, profile)
    })?;
    store.write_public(&job, OPERATION, |tx| {
        people::employ(tx, &hashes)?;
        people::serve(tx)
    })?;
    work::some_months(store, vault)?;
    portraits::hang(store, vault)
}

fn refuse_real_users(tx: &mut WriteTx) -> StoreResult<()> {
    let anybody: Option<uuid::Uuid> =
        tx.find(Scoped::by_permission(users::table).select(users::id).limit(1))?;
    match anybody {
        Some(_) => {
            Err(StoreError::Conflict("This database has users already; the demo agency wants an empty one."))
        }
        None => Ok(()),
    }
}
