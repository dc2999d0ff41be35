//! What the start of a server and `openhall doctor` ask a database.

use chrono::{DateTime, Utc};
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Array, Bool, Bytea, Text, Timestamptz},
};

use crate::{Store, StoreError, StoreResult, crypt::KeyId, rotation::newest_open};

/// A query for each column that holds secrets, whose name ends in `_sealed`: a new one is not forgotten. The
/// key's id stands in clear text at the beginning of what it sealed.
const SEALED: &str = "select string_agg(format('select substring(%1$I from 2 for 4) as key from %2$I \
    where %1$I is not null', column_name, table_name), ' union ') as query from information_schema.columns \
    where table_schema = 'public' and column_name like '%\\_sealed'";

/// How a database looks to the role that a URL names.
#[derive(Clone, Debug, QueryableByName)]
pub struct Diagnosis {
    #[diesel(sql_type = Text)]
    pub server_version: String,
    #[diesel(sql_type = Text)]
    pub role: String,
    #[diesel(sql_type = Bool)]
    pub is_superuser: bool,
    /// Whether the role may change the shape of the database. The server's own role must not.
    #[diesel(sql_type = Bool)]
    pub may_create: bool,
    /// Whether the role may act as the owner of the log, who may do everything with it.
    #[diesel(sql_type = Bool)]
    pub may_act_as_owner: bool,
    /// Tables of the log that the role may change or empty. The server's own role must not.
    #[diesel(sql_type = Array<Text>)]
    pub rewritable: Vec<String>,
    /// Whether the connection is encrypted.
    #[diesel(sql_type = Bool)]
    pub is_encrypted: bool,
    /// The database's clock.
    #[diesel(sql_type = Timestamptz)]
    pub now: DateTime<Utc>,
}

/// Connects once, without a pool, and looks.
pub fn look(url: &str) -> StoreResult<Diagnosis> {
    let mut conn =
        PgConnection::establish(url).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    // Before the migrations there is no log yet, and nothing to say of it.
    let query = sql_query(
        "select current_setting('server_version') as server_version, current_user::text as role, \
         (select rolsuper from pg_roles where rolname = current_user) as is_superuser, \
         has_schema_privilege('public', 'create') as may_create, \
         coalesce(pg_has_role((select relowner from pg_class where oid = to_regclass('public.audit')), 'member'), \
             false) as may_act_as_owner, \
         coalesce((select array_agg(name order by name) from (values \
                 ('audit', 'insert, update, delete, truncate'), ('access_log', 'update, delete, truncate'), \
                 ('audit_links', 'insert, update, delete, truncate'), \
                 ('audit_seals', 'insert, update, delete, truncate'), \
                 ('erasures', 'insert, update, delete, truncate'), \
                 ('__diesel_schema_migrations', 'insert, update, delete, truncate')) as kept (name, rights) \
             where has_table_privilege(to_regclass('public.' || name)::oid, rights) \
                 or has_any_column_privilege(to_regclass('public.' || name)::oid, 'update')), '{}') as rewritable, \
         coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as is_encrypted, \
         clock_timestamp() as now",
    );
    Ok(query.get_result(&mut conn)?)
}

/// Whether the keyring is the one of this database. With another one the server would run until the first
/// secret is asked for, and would seal new ones that the right keyring cannot open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keys {
    Right,
    /// Keys that sealed something and are not in the keyring.
    Missing(Vec<KeyId>),
    /// The ids are known, and the keys behind them are others.
    Others,
}

#[derive(QueryableByName)]
struct Sealed {
    #[diesel(sql_type = Text)]
    query: String,
}

#[derive(QueryableByName)]
struct InUse {
    #[diesel(sql_type = Bytea)]
    key: Vec<u8>,
}

impl Store {
    /// Asks which keys are in use, and opens the newest secrets of each kind to see that the key is the same.
    pub fn keys(&self) -> StoreResult<Keys> {
        self.readers.ask(|conn| self.keys_in(conn))
    }

    /// The keys that something in the database is sealed with.
    pub fn keys_in_use(&self) -> StoreResult<Vec<KeyId>> {
        self.readers.ask(in_use)
    }

    fn keys_in(&self, conn: &mut PgConnection) -> StoreResult<Keys> {
        let missing: Vec<KeyId> = in_use(conn)?.into_iter().filter(|id| !self.sealer.knows(*id)).collect();
        if !missing.is_empty() {
            return Ok(Keys::Missing(missing));
        }
        Ok(if newest_open(conn, &self.sealer)? { Keys::Right } else { Keys::Others })
    }
}

fn in_use(conn: &mut PgConnection) -> StoreResult<Vec<KeyId>> {
    let sealed: Sealed = sql_query(SEALED).get_result(conn)?;
    let in_use: Vec<InUse> = sql_query(sealed.query).load(conn)?;
    Ok(in_use.iter().filter_map(key_id).collect())
}

fn key_id(row: &InUse) -> Option<KeyId> {
    row.key.first_chunk().map(|bytes| KeyId(u32::from_be_bytes(*bytes)))
}
