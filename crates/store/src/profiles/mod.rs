//! The profiles that are shipped: an organization with its departments, programs and code lists, as data.
//!
//! Nothing of one organization is built in. A profile is where one begins; afterwards the organization
//! changes all of it in its settings, and a profile never overwrites that.

mod shipped;

use diesel::{dsl, prelude::*, upsert};
use uuid::Uuid;

use self::shipped::{Shipped, Value};
use crate::{
    StoreResult, new_id,
    schema::{applications, clients, code_values, departments, organization, programs},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Which of the shipped organizations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Mission Hiring Hall, San Francisco.
    Mission,
    /// An agency of no particular place.
    #[default]
    Neutral,
}

impl Profile {
    pub const ALL: [Self; 2] = [Self::Mission, Self::Neutral];

    /// As it stands on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mission => "mission",
            Self::Neutral => "neutral",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }
}

/// Gives the organization this profile, in place of the one it has, as long as its work has not begun. Once
/// there are clients or applications nothing is touched.
pub fn install(tx: &mut WriteTx, profile: Profile) -> StoreResult<()> {
    if has_begun(tx)? {
        return Ok(());
    }
    let shipped = Shipped::read(profile)?;
    put_organization(tx, &shipped)?;
    put_lists(tx, &shipped)?;
    put_programs(tx, &shipped)
}

/// Whether a new installation requires a second factor from the first day on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// Nobody has to, until the settings say so.
    #[default]
    Optional,
    /// Of the roles that the profile names.
    RequiredByProfile,
}

/// Gives a database that has no organization yet this one. Says whether it did.
pub fn install_first(tx: &mut WriteTx, profile: Profile, second_factor: SecondFactor) -> StoreResult<bool> {
    if is_there(tx)? {
        return Ok(false);
    }
    install(tx, profile)?;
    match second_factor {
        SecondFactor::Optional => {}
        SecondFactor::RequiredByProfile => require_second_factor(tx, &Shipped::read(profile)?)?,
    }
    Ok(true)
}

fn require_second_factor(tx: &mut WriteTx, shipped: &Shipped) -> StoreResult<()> {
    let roles: Vec<&str> = shipped.second_factor_roles.iter().map(|role| role.code()).collect();
    tx.run(diesel::update(organization::table).set(organization::second_factor_roles.eq(roles)))?;
    Ok(())
}

/// Gives a database that has no organization yet one, without lists and programs: a configuration file brings them, and
/// what it brings is then all there is. Says whether it did.
pub fn install_bare(tx: &mut WriteTx) -> StoreResult<bool> {
    if is_there(tx)? {
        return Ok(false);
    }
    put_organization(tx, &Shipped::read(Profile::default())?).map(|()| true)
}

fn is_there(tx: &mut ReadTx) -> StoreResult<bool> {
    let query = Scoped::by_permission(organization::table).select(organization::name);
    let there: Option<String> = tx.find(query)?;
    Ok(there.is_some())
}

fn has_begun(tx: &mut ReadTx) -> StoreResult<bool> {
    let application = Scoped::by_permission(applications::table).select(applications::id).limit(1);
    let client = Scoped::over(tx.actor(), clients::table, clients::id).select(clients::id).limit(1);
    let application: Option<Uuid> = tx.find(application)?;
    let client: Option<Uuid> = tx.find(client)?;
    Ok(application.is_some() || client.is_some())
}

fn put_organization(tx: &mut WriteTx, shipped: &Shipped) -> StoreResult<()> {
    let row = &shipped.organization;
    let insert = diesel::insert_into(organization::table).values(row);
    tx.run(insert.on_conflict(organization::only_one).do_update().set(row))?;
    Ok(())
}

/// Values that are there already keep their ids, and with them what names them.
fn put_lists(tx: &mut WriteTx, shipped: &Shipped) -> StoreResult<()> {
    let values: Vec<&Value> = shipped.values().collect();
    let keys: Vec<String> = values.iter().map(|value| value.key()).collect();
    let key = code_values::list.concat("/").concat(code_values::code);
    tx.run(diesel::delete(code_values::table.filter(dsl::not(key.eq_any(keys)))))?;
    let rows = values.into_iter().map(|value| {
        Ok((
            code_values::id.eq(new_id()),
            code_values::list.eq(&value.list),
            code_values::code.eq(&value.code),
            code_values::labels.eq(serde_json::to_value(&value.labels)?),
            code_values::position.eq(value.position),
        ))
    });
    let rows: Vec<_> = rows.collect::<StoreResult<_>>()?;
    let known = (code_values::list, code_values::code);
    tx.run(diesel::insert_into(code_values::table).values(rows).on_conflict(known).do_update().set((
        code_values::labels.eq(upsert::excluded(code_values::labels)),
        code_values::position.eq(upsert::excluded(code_values::position)),
    )))?;
    Ok(())
}

fn put_programs(tx: &mut WriteTx, shipped: &Shipped) -> StoreResult<()> {
    let names: Vec<&str> = shipped.programs.iter().map(|program| program.name.as_str()).collect();
    tx.run(diesel::delete(programs::table.filter(programs::name.ne_all(names))))?;
    tx.run(diesel::delete(departments::table.filter(departments::name.ne_all(&shipped.departments))))?;
    let rows = shipped.departments.iter();
    let rows: Vec<_> = rows.map(|name| (departments::id.eq(new_id()), departments::name.eq(name))).collect();
    tx.run(diesel::insert_into(departments::table).values(rows).on_conflict_do_nothing())?;
    let ids: Vec<(String, Uuid)> =
        tx.load(Scoped::by_permission(departments::table).select((departments::name, departments::id)))?;
    let rows = shipped.programs.iter().zip(0..).map(|(program, position)| {
        (
            programs::id.eq(new_id()),
            programs::department_id.eq(ids.iter().find(|(name, _)| *name == program.department).map(|d| d.1)),
            programs::name.eq(&program.name),
            programs::description.eq(&program.description),
            programs::location.eq(&program.location),
            programs::position.eq(position),
        )
    });
    let rows: Vec<_> = rows.collect();
    tx.run(diesel::insert_into(programs::table).values(rows).on_conflict_do_nothing())?;
    Ok(())
}
