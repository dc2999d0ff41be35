//! Sealing the log off the hot path. How it is done stands in functions.sql, because whoever serves requests may not
//! write into the chain; [`super::verify`] looks whether it holds.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName, RunQueryDsl, sql_query,
    sql_types::{BigInt, Binary, Integer, Nullable, Timestamptz},
};

use super::hex;
use crate::{Store, StoreResult};

/// Lines in one batch: a fraction of a second.
pub const BATCH: i32 = 10_000;

/// Where the chain had come to. Kept outside of the database, it tells when the whole log was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub number: i64,
    /// How many lines were sealed.
    pub position: i64,
    pub at: DateTime<Utc>,
    /// In hexadecimal digits.
    pub hash: String,
}

#[derive(QueryableByName)]
struct HeadRow {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Binary)]
    head: Vec<u8>,
}

impl From<HeadRow> for Head {
    fn from(row: HeadRow) -> Self {
        Self { number: row.number, position: row.position, at: row.at, hash: hex(&row.head) }
    }
}

/// What waits to be sealed.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = BigInt)]
    pub lines: i64,
    /// Since when the oldest of them waits, in minutes.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub minutes: Option<i64>,
}

#[derive(QueryableByName)]
struct Sealed {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Store {
    /// Seals the next batch; says how many lines. None where another server does it at this moment.
    pub fn seal_audit(&self) -> StoreResult<i64> {
        let query = || sql_query("select seal_audit($1) as count").bind::<Integer, _>(BATCH);
        Ok(self.writers.ask(|conn| Ok(query().get_result::<Sealed>(conn)?))?.count)
    }

    /// The heads after the one of this number, the first thousand of them.
    pub fn heads_after(&self, number: i64) -> StoreResult<Vec<Head>> {
        let query = || {
            sql_query(
                "select number, position, at, head from audit_seals where number > $1 order by number limit 1000",
            )
            .bind::<BigInt, _>(number)
        };
        let rows: Vec<HeadRow> = self.readers.ask(|conn| Ok(query().load(conn)?))?;
        Ok(rows.into_iter().map(Head::from).collect())
    }

    /// How far sealing is behind.
    pub fn unsealed(&self) -> StoreResult<Waiting> {
        self.readers.ask(|conn| Ok(sql_query(UNSEALED).get_result(conn)?))
    }
}

/// Before the first seal, and while the first walk goes on, the newest position tells how many there are.
const UNSEALED: &str = "select count(*) as lines, \
        (extract(epoch from clock_timestamp() - min(audit.at)) / 60)::bigint as minutes \
    from audit left join (select * from audit_seals order by number desc limit 1) as last on true \
    where (last.number is null or (audit.xact, audit.seq) > (last.xact, last.up_to_seq) or audit.seq > last.walked) \
        and not exists (select from audit_links where audit_links.seq = audit.seq)";
