//! How often a password may be tried, for signing in and for changing it.

use super::Source;
use crate::{
    Store, StoreError, StoreResult,
    rate_limits::{self, Class, place},
};

/// What one try of a password counts as.
pub(crate) struct Tries {
    from_here: String,
    account: String,
    address: String,
}

impl Tries {
    pub(crate) fn of(email: &str, source: &Source) -> Self {
        let (account, address) = (email.trim().to_lowercase(), place(source.address));
        Self { from_here: format!("{account} {address}"), account, address }
    }

    fn all(&self) -> [(Class, &str); 4] {
        [
            (Class::SignInFromHere, &self.from_here),
            (Class::SignInToAccount, &self.account),
            (Class::SignInFromAddress, &self.address),
            (Class::SignIn, ""),
        ]
    }

    /// Refuses where there were too many. Strangers who try an account from everywhere do not keep its owner
    /// out: from a place where the account signed in lately, only the tries from that place count.
    pub(crate) fn count(&self, store: &Store) -> StoreResult<()> {
        let mut refused = rate_limits::count(store, &self.all())?;
        let account = |(class, _): &(Class, u64)| *class == Class::SignInToAccount;
        if refused.iter().any(account) && rate_limits::is_known(store, &self.from_here)? {
            refused.retain(|one| !account(one));
        }
        match refused.iter().map(|(_, seconds)| *seconds).max() {
            Some(retry_after) => Err(StoreError::TooMany { retry_after }),
            None => Ok(()),
        }
    }

    pub(crate) fn forgive(&self, store: &Store) -> StoreResult<()> {
        rate_limits::forgive(store, &self.all())?;
        rate_limits::remember(store, &self.from_here)
    }
}
