//! Follow-ups of whoever leaves a client, and of a client who leaves. None stays with somebody who has nothing to do with
//! it any more: it is handed over or ended in the transaction that would leave it behind.

use std::collections::{HashMap, HashSet};

use diesel::{
    QueryableByName,
    sql_types::{Array, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    follow_ups::{HandedOver, Handover, Leaving},
    ids::{ClientId, FollowUpId, UserId},
    notifications::Kind,
};
use uuid::Uuid;

use crate::{StoreError, StoreResult, notifications, statement::Sql, tx::WriteTx, users::takes_follow_ups};

/// An open follow-up that would be left behind.
#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    assignee_id: Uuid,
    /// Whether who is to have it has the client in the caseload, and will tomorrow: an enrollment may end today.
    #[diesel(sql_type = Bool)]
    keeps_sight: bool,
}

/// What would be left behind with some clients, and where it goes.
pub(crate) struct Parting {
    left: Vec<Left>,
    leaving: Leaving,
    handover: Option<Handover>,
    recipient: Option<Recipient>,
}

/// Who is to have them.
#[derive(Clone, Copy)]
struct Recipient {
    id: UserId,
    sees_everyone: bool,
    /// The clients come to them in this very change.
    takes_over: bool,
}

/// True where somebody works with the client now; the columns are those of `follow_ups`.
pub(super) const WORKS_WITH: &str = "exists(select from assignments as present \
    where present.client_id = follow_ups.client_id and present.user_id = follow_ups.assignee_id \
        and present.ended_at is null)";

impl Parting {
    /// Looks before anybody leaves. Until the transaction ends nobody is given a follow-up with these clients.
    pub fn of(
        tx: &mut WriteTx,
        clients: Vec<Uuid>,
        leaving: Leaving,
        handover: Option<Handover>,
        takes_over: Option<UserId>,
    ) -> StoreResult<Self> {
        keep_others_out(tx, clients.clone())?;
        let recipient = recipient(tx, handover.as_ref(), takes_over)?;
        let left = left(tx, clients, leaving, recipient)?;
        Ok(Self { left, leaving, handover, recipient })
    }

    /// Of one client: refuses where something would be left behind.
    pub fn of_one(
        tx: &mut WriteTx,
        client: ClientId,
        leaving: Leaving,
        handover: Option<&Handover>,
    ) -> StoreResult<Self> {
        let parting = Self::of(tx, vec![client.uuid()], leaving, handover.cloned(), None)?;
        match (parting.stuck().is_empty(), handover) {
            (true, _) => Ok(parting),
            (false, None) => Err(StoreError::field("/follow_ups", "follow_ups_left")),
            (false, Some(_)) => Err(StoreError::field("/follow_ups/to", "does_not_see_the_client")),
        }
    }

    /// Of these, whoever has them: they see the clients no longer by what was just written. Tells who has them now.
    pub fn of_those(tx: &mut WriteTx, ids: Vec<Uuid>, handover: Option<&Handover>) -> StoreResult<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let handover = handover.ok_or_else(|| StoreError::field("/follow_ups", "follow_ups_left"))?;
        let recipient = recipient(tx, Some(handover), None)?;
        let left = those(tx, ids, recipient)?;
        let Some(person) = left.first().map(|left| UserId::from(left.assignee_id)) else { return Ok(()) };
        let clients: HashSet<Uuid> = left.iter().map(|left| left.client_id).collect();
        let leaving = Leaving::Person(person);
        let parting = Self { left, leaving, handover: Some(handover.clone()), recipient };
        if !parting.stuck().is_empty() {
            return Err(StoreError::field("/follow_ups/to", "does_not_see_the_client"));
        }
        let moved = parting.settle(tx, &clients)?;
        match recipient.filter(|_| !moved.is_empty()) {
            Some(to) => notifications::tell(tx, &[to.id], Kind::FollowUpsAssigned, person.uuid()),
            None => Ok(()),
        }
    }

    /// Clients of whom something would be left behind all the same.
    pub fn stuck(&self) -> HashSet<Uuid> {
        let homeless = self.left.iter().filter(|left| !self.finds_a_home(left));
        homeless.map(|left| left.client_id).collect()
    }

    fn finds_a_home(&self, left: &Left) -> bool {
        match (&self.handover, self.recipient) {
            (Some(Handover::EndedBecause(_)), _) => true,
            // Of a client who leaves, somebody may keep what is theirs.
            (_, Some(to)) if to.id.uuid() == left.assignee_id && self.leaving != Leaving::Everybody => false,
            (_, Some(to)) => to.sees_everyone || to.takes_over || left.keeps_sight,
            (_, None) => false,
        }
    }

    /// Hands over what is left with the one client, and tells who has it now.
    pub fn settle_one(self, tx: &mut WriteTx, client: ClientId) -> StoreResult<()> {
        let to = self.recipient;
        let moved = self.settle(tx, &HashSet::from([client.uuid()]))?;
        match to {
            Some(to) if !moved.is_empty() => {
                notifications::tell(tx, &[to.id], Kind::FollowUpsAssigned, client.uuid())
            }
            _ => Ok(()),
        }
    }

    /// Hands over, or ends, what is left with these clients; says what that was, for taking it back.
    pub fn settle(
        self,
        tx: &mut WriteTx,
        clients: &HashSet<Uuid>,
    ) -> StoreResult<HashMap<Uuid, Vec<HandedOver>>> {
        let to = self.recipient.map(|to| to.id);
        let moves =
            |left: &Left| clients.contains(&left.client_id) && to.map(UserId::uuid) != Some(left.assignee_id);
        let left: HashMap<Uuid, Left> =
            self.left.into_iter().filter(moves).map(|left| (left.id, left)).collect();
        let ids: Vec<Uuid> = left.keys().copied().collect();
        let statement = match (self.handover, to) {
            _ if ids.is_empty() => return Ok(HashMap::new()),
            (Some(Handover::EndedBecause(why)), _) => ending(tx, ids, why),
            (_, Some(to)) => giving(ids, to),
            (_, None) => return Ok(HashMap::new()),
        };
        let mut moved: HashMap<Uuid, Vec<HandedOver>> = HashMap::new();
        for Met { id, version } in tx.returning_sql(statement)? {
            if let Some(left) = left.get(&id) {
                let from = UserId::from(left.assignee_id);
                let over = HandedOver { id: FollowUpId::from(id), from, version };
                moved.entry(left.client_id).or_default().push(over);
            }
        }
        Ok(moved)
    }
}

/// Who is to have them, where that is somebody who has follow-ups.
fn recipient(
    tx: &mut WriteTx,
    handover: Option<&Handover>,
    takes_over: Option<UserId>,
) -> StoreResult<Option<Recipient>> {
    let Some(id) = handover.and_then(Handover::recipient) else { return Ok(None) };
    let takes_over = takes_over == Some(id);
    Ok(takes_follow_ups(tx, id)?.map(|sees_everyone| Recipient { id, sees_everyone, takes_over }))
}

/// A row that a statement met.
#[derive(QueryableByName)]
struct Met {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    version: i32,
}

/// Whoever gives somebody a follow-up holds the client's row too, and then looks whether that person sees the client.
pub(crate) fn keep_others_out(tx: &mut WriteTx, clients: Vec<Uuid>) -> StoreResult<()> {
    let hold = "select from clients where id = any($1) order by id for update";
    tx.run_sql(Sql::new(hold).bind::<Array<SqlUuid>, _>(clients))?;
    Ok(())
}

/// Waits for whoever leaves the client at this moment, and while somebody loses sight of clients: their row first, as
/// those do who take it.
pub(super) fn wait_for_partings(tx: &mut WriteTx, client: ClientId, assignee: UserId) -> StoreResult<()> {
    let hold = "with person as materialized (select id from users where id = $2 for key share) \
        select from clients where id = $1 and (select count(*) from person) >= 0 for key share";
    tx.run_sql(Sql::new(hold).bind::<SqlUuid, _>(client.uuid()).bind::<SqlUuid, _>(assignee.uuid()))?;
    Ok(())
}

/// These, while nobody takes their clients from whoever is to have them.
fn those(tx: &mut WriteTx, ids: Vec<Uuid>, to: Option<Recipient>) -> StoreResult<Vec<Left>> {
    let hold = "select from clients where id in (select client_id from follow_ups where id = any($1)) \
        order by id for update";
    tx.run_sql(Sql::new(hold).bind::<Array<SqlUuid>, _>(ids.clone()))?;
    let text = "select id, client_id, assignee_id, coalesce(keeps_sight($2, client_id), false) as keeps_sight \
         from follow_ups where status = 'open' and id = any($1) order by id for update";
    let statement =
        Sql::new(text).bind::<Array<SqlUuid>, _>(ids).bind::<Nullable<SqlUuid>, _>(to.map(|to| to.id.uuid()));
    tx.returning_sql(statement)
}

fn left(
    tx: &mut WriteTx,
    clients: Vec<Uuid>,
    leaving: Leaving,
    to: Option<Recipient>,
) -> StoreResult<Vec<Left>> {
    let (whose, user) = match leaving {
        Leaving::Person(user) => ("assignee_id = $2".to_owned(), Some(user)),
        Leaving::AllBut(user) => (format!("assignee_id <> $2 and {WORKS_WITH}"), Some(user)),
        Leaving::Everybody => ("true".to_owned(), None),
    };
    let text = format!(
        "select id, client_id, assignee_id, coalesce(keeps_sight($3, client_id), false) as keeps_sight \
         from follow_ups where status = 'open' and client_id = any($1) and {whose} order by id for update"
    );
    let statement = Sql::new(text)
        .bind::<Array<SqlUuid>, _>(clients)
        .bind::<Nullable<SqlUuid>, _>(user.map(UserId::uuid))
        .bind::<Nullable<SqlUuid>, _>(to.map(|to| to.id.uuid()));
    tx.returning_sql(statement)
}

fn giving(ids: Vec<Uuid>, to: UserId) -> Sql {
    let text = "update follow_ups set assignee_id = $2, version = version + 1 where id = any($1) returning id, version";
    Sql::new(text).bind::<Array<SqlUuid>, _>(ids).bind::<SqlUuid, _>(to.uuid())
}

fn ending(tx: &WriteTx, ids: Vec<Uuid>, why: String) -> Sql {
    let text = "update follow_ups set status = 'cancelled', outcome = $2, closed_at = $3, closed_by = $4, \
        version = version + 1 where id = any($1) returning id, version";
    Sql::new(text)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Text, _>(why)
        .bind::<Timestamptz, _>(tx.now())
        .bind::<Nullable<SqlUuid>, _>(tx.actor().user().map(UserId::uuid))
}
