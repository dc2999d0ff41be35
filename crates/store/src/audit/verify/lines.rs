//! What is read of the log to verify it, some thousand lines at a time.

use chrono::{DateTime, Utc};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Fault, Finding};
use crate::StoreResult;

/// Lines that are read at once.
const CHUNK: i64 = 10_000;

/// A link with its line, where there still is one.
#[derive(QueryableByName)]
pub(super) struct Line {
    #[diesel(sql_type = BigInt)]
    pub position: i64,
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = Binary)]
    pub link: Vec<u8>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    entity: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    entity_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Binary>)]
    digest: Option<Vec<u8>>,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
    /// What the digest is of.
    #[diesel(sql_type = Text)]
    content: String,
    /// What the link covers besides.
    #[diesel(sql_type = Text)]
    line: String,
}

const LINES: &str = "select link.position, link.seq, link.link, audit.at, audit.entity, audit.entity_id, audit.digest, \
        audit.erased_at is not null as erased, \
        jsonb_build_array(audit.reason, audit.before, audit.after)::text as content, \
        jsonb_build_array(audit.seq, audit.xact::text, (extract(epoch from audit.at) * 1000000)::bigint, \
            audit.principal, audit.principal_id, audit.api_key_id, audit.operation, audit.request_id, audit.action, \
            audit.entity, audit.entity_id, audit.client_id)::text as line \
    from (select * from audit_links where position > $1 order by position limit $2) as link \
    left join audit on audit.seq = link.seq order by link.position";

impl Line {
    /// The next lines after a position.
    pub(super) fn after(conn: &mut PgConnection, position: i64) -> StoreResult<Vec<Self>> {
        let query = sql_query(LINES).bind::<BigInt, _>(position).bind::<BigInt, _>(CHUNK);
        Ok(query.load(conn)?)
    }

    pub(super) fn is_gone(&self) -> bool {
        self.digest.is_none()
    }

    /// Whether it says what it said. What was erased by law says nothing any more.
    pub(super) fn says_the_same(&self) -> bool {
        if self.erased {
            return self.content == "[null, null, null]";
        }
        self.digest.as_deref() == Some(Sha256::digest(self.content.as_bytes()).as_slice())
    }

    /// The link that it has behind this one.
    pub(super) fn link_after(&self, link: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(link);
        hash.update(self.digest.as_deref().unwrap_or_default());
        hash.update(self.line.as_bytes());
        hash.finalize().to_vec()
    }

    pub(super) fn finding(&self, fault: Fault) -> Finding {
        let (at, entity, entity_id) = (self.at, self.entity.clone(), self.entity_id);
        Finding { fault, seq: Some(self.seq), at, entity, entity_id, seal: None }
    }
}

/// The end of a batch.
#[derive(QueryableByName)]
pub(super) struct Seal {
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = BigInt)]
    pub position: i64,
    #[diesel(sql_type = Text)]
    pub xact: String,
    #[diesel(sql_type = BigInt)]
    pub up_to_seq: i64,
    /// Absent once all lines that were there before are sealed.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub walked: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Binary)]
    pub head: Vec<u8>,
    #[diesel(sql_type = Text)]
    says: String,
}

const SEALS: &str = "select number, position, xact::text as xact, up_to_seq, walked, at, head, \
        jsonb_build_array(number, position, xact::text, up_to_seq, walked, (extract(epoch from at) * 1000000)::bigint)::text \
            as says \
    from audit_seals where number > $1 and position <= $2 order by number";

impl Seal {
    /// The seals after a number that end at a position or before.
    pub(super) fn up_to(conn: &mut PgConnection, number: i64, position: i64) -> StoreResult<Vec<Self>> {
        let query = sql_query(SEALS).bind::<BigInt, _>(number).bind::<BigInt, _>(position);
        Ok(query.load(conn)?)
    }

    /// The head that comes of this last link.
    pub(super) fn head_after(&self, link: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(link);
        hash.update(self.says.as_bytes());
        hash.finalize().to_vec()
    }

    /// Whether nothing was left that could have been sealed.
    pub(super) fn is_whole(&self) -> bool {
        self.walked.is_none() && self.up_to_seq == 0
    }
}

/// Lines that a rule of the log has emptied, in runs of numbers.
pub(super) struct Erased(Vec<(i64, i64)>);

impl Erased {
    pub(super) fn read(conn: &mut PgConnection) -> StoreResult<Self> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Nullable<Text>)]
            lines: Option<String>,
        }
        let query = "select after ->> 'lines' as lines from audit \
            where entity = 'audit' and entity_id is null and action = 'delete' and erased_at is null";
        let rows: Vec<Row> = sql_query(query).load(conn)?;
        let mut runs: Vec<(i64, i64)> =
            rows.iter().filter_map(|row| row.lines.as_deref()).flat_map(runs).collect();
        runs.sort_unstable();
        Ok(Self(runs))
    }

    /// No line is in two runs: what is erased already is not erased again.
    pub(super) fn names(&self, seq: i64) -> bool {
        let until = self.0.partition_point(|(first, _)| *first <= seq);
        self.0[..until].last().is_some_and(|(_, last)| *last >= seq)
    }
}

/// `3-5,9-9` as runs.
fn runs(text: &str) -> impl Iterator<Item = (i64, i64)> {
    text.split(',').filter_map(|run| {
        let (first, last) = run.split_once('-')?;
        first.parse().ok().zip(last.parse().ok())
    })
}

/// A line that has no link.
#[derive(QueryableByName)]
struct Loose {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    entity: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    entity_id: Option<Uuid>,
}

/// The first line without a link for which this holds: `$1` and `$2` are the transaction and line up to which all have
/// one, `$3` is a time.
pub(super) fn loose(
    conn: &mut PgConnection,
    last: &Seal,
    condition: &str,
    (fault, at): (Fault, DateTime<Utc>),
) -> StoreResult<Option<Finding>> {
    let text = format!(
        "select seq, at, entity, entity_id from audit where {condition} \
         and not exists (select from audit_links where audit_links.seq = audit.seq) order by xact, seq limit 1"
    );
    let query = sql_query(text)
        .bind::<Text, _>(&last.xact)
        .bind::<BigInt, _>(last.up_to_seq)
        .bind::<Timestamptz, _>(at);
    let found: Vec<Loose> = query.load(conn)?;
    Ok(found.into_iter().next().map(|row| Finding {
        fault,
        seq: Some(row.seq),
        at: Some(row.at),
        entity: Some(row.entity),
        entity_id: row.entity_id,
        seal: None,
    }))
}

/// How many lines have no link.
pub(super) fn waiting(conn: &mut PgConnection) -> StoreResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let query = "select count(*) as count from audit \
        where not exists (select from audit_links where audit_links.seq = audit.seq)";
    Ok(sql_query(query).get_result::<Row>(conn)?.count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_rule_names_is_in_a_run() {
        let erased = Erased(runs("3-5,9-9").collect());
        let named: Vec<i64> = (1..=10).filter(|seq| erased.names(*seq)).collect();
        assert_eq!(named, [3, 4, 5, 9]);
    }
}
