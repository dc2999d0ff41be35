//! Offers that nobody answered in time.

use std::collections::{HashMap, HashSet};

use diesel::{QueryableByName, prelude::*, sql_types::Uuid as SqlUuid};
use domain::{ids::UserId, notifications::Kind, permission::Permission};
use uuid::Uuid;

use crate::{
    Store, StoreResult, notifications,
    schema::program_staff,
    scope::Scoped,
    statement::Sql,
    tx::{Caller, WriteTx},
    users::allowed,
};

impl Store {
    /// Ends offers whose last day has gone by, and tells who works in their programs. Says how many there were. Where it was
    /// proposed in time that the person takes the place, the offer holds until that is decided.
    pub fn lapse_offers(&self) -> StoreResult<usize> {
        self.write_public(&Caller::job(), "waitlist.lapse", lapse)
    }
}

const LAPSE: &str = "update waitlist_entries set status = 'lapsed', decided_at = now(), version = version + 1 \
    where status = 'offered' and reply_by < today() \
        and not waits_for_review(client_id, program_id, offered_at, reply_by) \
    returning program_id";

#[derive(QueryableByName)]
struct Lapsed {
    #[diesel(sql_type = SqlUuid)]
    program_id: Uuid,
}

fn lapse(tx: &mut WriteTx) -> StoreResult<usize> {
    let lapsed: Vec<Lapsed> = tx.returning_sql(Sql::new(LAPSE))?;
    if lapsed.is_empty() {
        return Ok(0);
    }
    let readers: HashSet<UserId> = allowed(tx, Permission::Enroll)?.into_iter().collect();
    let everybodys: Vec<UserId> = allowed(tx, Permission::OverrideCapacity)?;
    // Once for each program, however many there are: its list has them all.
    let programs: HashSet<Uuid> = lapsed.iter().map(|one| one.program_id).collect();
    let staff = staff(tx, programs.iter().copied().collect())?;
    for program in programs {
        let theirs: Vec<UserId> = staff
            .get(&program)
            .into_iter()
            .flatten()
            .copied()
            .filter(|user| readers.contains(user))
            .collect();
        let told = if theirs.is_empty() { &everybodys } else { &theirs };
        notifications::tell(tx, told, Kind::OffersLapsed, program)?;
    }
    Ok(lapsed.len())
}

fn staff(tx: &mut WriteTx, programs: Vec<Uuid>) -> StoreResult<HashMap<Uuid, Vec<UserId>>> {
    let query = Scoped::by_permission(program_staff::table)
        .filter(program_staff::program_id.eq_any(programs))
        .select((program_staff::program_id, program_staff::user_id));
    let rows: Vec<(Uuid, Uuid)> = tx.load(query)?;
    let mut staff: HashMap<Uuid, Vec<UserId>> = HashMap::new();
    for (program, user) in rows {
        staff.entry(program).or_default().push(user.into());
    }
    Ok(staff)
}
