//! Rows that stand in an order of the organization's own, by their column `position`.

use diesel::sql_types::{Array, Uuid as SqlUuid};
use uuid::Uuid;

use crate::{StoreError, StoreResult, tx::WriteTx};

/// A table with such an order.
pub(crate) struct Ordered(pub &'static str);

impl Ordered {
    /// The place that a row gets among all, and room for it.
    pub fn make_room(
        &self,
        tx: &mut WriteTx,
        all: impl Iterator<Item = Uuid>,
        moved: Uuid,
        wanted: i32,
    ) -> StoreResult<i32> {
        let mut order: Vec<Uuid> = all.filter(|id| *id != moved).collect();
        let place = usize::try_from(wanted).map_or(0, |wanted| wanted.min(order.len()));
        order.insert(place, moved);
        self.put_in_order(tx, order)?;
        i32::try_from(place).map_err(|error| StoreError::Internal(error.to_string()))
    }

    /// Gives every row its place without gaps, in one statement, so that no reader finds two in one place. The others
    /// keep their versions: nobody who is wording one of them anew is disturbed.
    pub fn put_in_order(&self, tx: &mut WriteTx, order: Vec<Uuid>) -> StoreResult<()> {
        let table = self.0;
        let statement = diesel::sql_query(format!(
            "update {table} set position = wanted.place - 1
            from unnest($1) with ordinality as wanted (id, place)
            where {table}.id = wanted.id and position <> wanted.place - 1"
        ));
        tx.run_sql(statement.bind::<Array<SqlUuid>, _>(order))?;
        Ok(())
    }
}
