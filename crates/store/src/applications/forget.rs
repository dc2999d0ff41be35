//! Forgetting declined and never answered applications, once the settings keep them no longer. How it is done stands in
//! functions.sql, because whoever serves requests may not change the log. Their files go with the next sweep of files.

use diesel::{QueryableByName, sql_types::BigInt};

use crate::{
    Store, StoreResult,
    statement::Sql,
    tx::{Caller, WriteTx},
};

impl Store {
    /// Forgets all that are due, some hundred in a transaction. Says how many.
    pub(crate) fn forget_applications(&self) -> StoreResult<i64> {
        let mut all = 0;
        loop {
            match self.write_public(&Caller::job(), "applications.forget", forget)? {
                0 => return Ok(all),
                some => all += some,
            }
        }
    }
}

fn forget(tx: &mut WriteTx) -> StoreResult<i64> {
    let forgotten: Vec<Forgotten> = tx.returning_sql(Sql::new("select forget_applications() as count"))?;
    Ok(forgotten.iter().map(|one| one.count).sum())
}

#[derive(QueryableByName)]
struct Forgotten {
    #[diesel(sql_type = BigInt)]
    count: i64,
}
