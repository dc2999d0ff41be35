//! Opening a secret.

use std::ops::{Deref, DerefMut};

use diesel::sql_types::{Jsonb, Nullable, Text, Uuid as SqlUuid};
use domain::ids::ClientId;
use serde_json::Value;
use uuid::Uuid;

use super::WriteTx;
use crate::StoreResult;

/// A transaction that may open one secret, and has to say which.
pub struct Disclosure<'a, 'b> {
    pub(super) tx: &'a mut WriteTx<'b>,
    pub(super) recorded: bool,
}

impl Disclosure<'_, '_> {
    /// Writes the audit row of opening a row of `entity`, before its content is opened.
    pub(crate) fn of(&mut self, entity: &'static str, id: Uuid, client: Option<ClientId>) -> StoreResult<()> {
        let statement = diesel::sql_query("select record('disclose', $1, $2, $3, null, null)")
            .bind::<Text, _>(entity)
            .bind::<SqlUuid, _>(id)
            .bind::<Nullable<SqlUuid>, _>(client.map(ClientId::uuid));
        self.tx.run_sql(statement)?;
        self.recorded = true;
        Ok(())
    }
}

impl Disclosure<'_, '_> {
    /// Writes the audit row of taking many records out at once: how many, which, and what of them, as `what` says it. Who they
    /// were is noted as a look at each.
    pub(crate) fn of_many(&mut self, entity: &'static str, id: Uuid, what: Value) -> StoreResult<()> {
        let statement = diesel::sql_query("select record('disclose', $1, $2, null, null, $3)")
            .bind::<Text, _>(entity)
            .bind::<SqlUuid, _>(id)
            .bind::<Jsonb, _>(what);
        self.tx.run_sql(statement)?;
        self.recorded = true;
        Ok(())
    }
}

impl<'b> Deref for Disclosure<'_, 'b> {
    type Target = WriteTx<'b>;
    fn deref(&self) -> &WriteTx<'b> {
        self.tx
    }
}
impl DerefMut for Disclosure<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.tx
    }
}
