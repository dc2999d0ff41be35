//! Keys of programs that call the API.
//!
//! A key is told once. What is kept is the hash of its secret part, which is 256 random bits; its other part says which
//! row to compare with. It sees what whoever made it sees, and may do what both it and its maker may, asked anew at each
//! request (`actor()` in functions.sql).

mod secret;
mod uses;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    account::is_required,
    api_keys::{ApiKey, ApiKeyDraft, ApiKeyFilter, KeyState, NewApiKey},
    ids::ApiKeyId,
    page::Page,
    permission::Permissions,
    role::Role,
    validate::Draft,
};
use uuid::Uuid;

pub use secret::Presented;
pub(crate) use uses::KeyUses;

use self::secret::Secret;
use crate::{
    StoreError, StoreResult, organization,
    page::Window,
    roles::{KeptRoles, codes, held_columns, read_permissions},
    schema::{api_keys, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Newest first.
type Key = (DateTime<Utc>, Uuid);

/// A page of them, the newest first; revoked ones too, because the audit names them.
pub fn list(tx: &mut ReadTx, filter: &ApiKeyFilter) -> StoreResult<Page<ApiKey>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let mut query = Scoped::by_permission(api_keys::table).into_boxed();
    if let Some(ended) = filter.ended {
        let over = api_keys::revoked_at.is_not_null().or(api_keys::expires_on.lt(tx.today()));
        query = query.filter(over.eq(ended));
    }
    if let Some((at, id)) = window.after {
        let same_time = api_keys::made_at.eq(at).and(api_keys::id.lt(id));
        query = query.filter(api_keys::made_at.lt(at).or(same_time));
    }
    let query = query.order((api_keys::made_at.desc(), api_keys::id.desc())).limit(window.fetch());
    let rows: Vec<Row> = tx.load(query.select(Row::as_select()))?;
    let keys = told(tx, rows)?;
    window.page(keys, None, |key| (key.made_at, key.id.uuid()))
}

fn find(tx: &mut ReadTx, id: ApiKeyId) -> StoreResult<ApiKey> {
    let query = Scoped::by_permission(api_keys::table).filter(api_keys::id.eq(id.uuid()));
    let row: Row = tx.first(query.select(Row::as_select()))?;
    told(tx, vec![row])?.pop().ok_or(StoreError::NotFound)
}

/// With what their makers may now.
fn told(tx: &mut ReadTx, rows: Vec<Row>) -> StoreResult<Vec<ApiKey>> {
    let makers = makers(tx, &rows)?;
    let today = tx.today();
    let key = |row: Row| {
        let maker = makers.iter().find(|maker| maker.id == row.made_by).ok_or(StoreError::NotFound)?;
        Ok(row.key(maker, today))
    };
    rows.into_iter().map(key).collect()
}

/// Makes a key and tells it, this once. Nobody gives it more than they have.
pub fn make(tx: &mut WriteTx, draft: &ApiKeyDraft) -> StoreResult<NewApiKey> {
    draft.check(tx.today())?;
    if !draft.permissions.minus(tx.actor().permissions).is_empty() {
        return Err(StoreError::field("/permissions", "more_than_own"));
    }
    let (id, secret) = (ApiKeyId::from(Uuid::new_v4()), Secret::random()?);
    let made_by = tx.person()?;
    tx.run(diesel::insert_into(api_keys::table).values((
        api_keys::id.eq(id.uuid()),
        api_keys::name.eq(draft.name.trim()),
        api_keys::secret_hash.eq(secret.hash()),
        api_keys::permissions.eq(codes(draft.permissions)),
        api_keys::made_by.eq(made_by.uuid()),
        api_keys::made_at.eq(tx.now()),
        api_keys::expires_on.eq(draft.expires_on),
    )))?;
    Ok(NewApiKey { secret: secret.told(id), key: find(tx, id)? })
}

/// Ends a key for good, at its next request. One that was revoked stays so.
pub fn revoke(tx: &mut WriteTx, id: ApiKeyId) -> StoreResult<()> {
    let query = Scoped::by_permission(api_keys::table).filter(api_keys::id.eq(id.uuid()));
    let revoked_at: Option<DateTime<Utc>> = tx.first(query.select(api_keys::revoked_at))?;
    if revoked_at.is_some() {
        return Ok(());
    }
    let (now, user) = (tx.now(), tx.person()?);
    let open = api_keys::table.find(id.uuid()).filter(api_keys::revoked_at.is_null());
    let ended = (api_keys::revoked_at.eq(now), api_keys::revoked_by.eq(user.uuid()));
    tx.run(diesel::update(open).set(ended))?;
    Ok(())
}

/// Whoever made a key, as they stand now.
struct Maker {
    id: Uuid,
    name: String,
    may: Permissions,
    /// The account is open, and no second factor is missing.
    acts: bool,
}

fn makers(tx: &mut ReadTx, rows: &[Row]) -> StoreResult<Vec<Maker>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.made_by).collect();
    let required_of = organization::second_factor_roles(tx)?;
    let query = Scoped::by_permission(users::table).filter(users::id.eq_any(ids));
    let columns =
        (users::id, users::name, users::status, users::second_factor_since.is_not_null(), held_columns());
    let rows: Vec<(Uuid, String, String, bool, KeptRoles)> = tx.load(query.select(columns))?;
    rows.into_iter().map(|row| maker(row, &required_of)).collect()
}

fn maker(
    (id, name, status, has_second_factor, roles): (Uuid, String, String, bool, KeptRoles),
    required_of: &[Role],
) -> StoreResult<Maker> {
    let held = roles.held()?;
    let lacking = !has_second_factor && is_required(&held, required_of);
    Ok(Maker { id, name, may: held.permissions(), acts: status == "active" && !lacking })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_keys)]
struct Row {
    id: Uuid,
    name: String,
    permissions: Vec<String>,
    made_by: Uuid,
    made_at: DateTime<Utc>,
    expires_on: NaiveDate,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
}

impl Row {
    fn key(self, maker: &Maker, today: NaiveDate) -> ApiKey {
        let (id, permissions) = (ApiKeyId::from(self.id), read_permissions(&self.permissions));
        ApiKey {
            id,
            beginning: secret::beginning(id),
            state: self.state(maker, today),
            permissions,
            lost: permissions.minus(maker.may),
            made_by_id: self.made_by.into(),
            made_by: maker.name.clone(),
            name: self.name,
            made_at: self.made_at,
            expires_on: self.expires_on,
            last_used_at: self.last_used_at,
            revoked_at: self.revoked_at,
        }
    }

    fn state(&self, maker: &Maker, today: NaiveDate) -> KeyState {
        match () {
            () if self.revoked_at.is_some() => KeyState::Revoked,
            () if self.expires_on < today => KeyState::Expired,
            () if !maker.acts => KeyState::Suspended,
            () => KeyState::Active,
        }
    }
}
