//! What `openhall doctor` asks a database.

use chrono::{DateTime, Utc};
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Bool, Text, Timestamptz},
};

use crate::{StoreError, StoreResult};

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
    let query = diesel::sql_query(
        "select current_setting('server_version') as server_version, current_user::text as role, \
         (select rolsuper from pg_roles where rolname = current_user) as is_superuser, \
         has_schema_privilege('public', 'create') as may_create, \
         coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as is_encrypted, \
         clock_timestamp() as now",
    );
    Ok(query.get_result(&mut conn)?)
}
