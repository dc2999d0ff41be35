//! The words of sealed lines, for searching. Written off the hot path after the seals, from what the lines say.
//!
//! Each word has the letter of its class before it, so that one index has the words of all and a reader's query names
//! only those classes that the reader may see. Whatever else a list is narrowed by stands among the words too: a search
//! for a common word and a rare person then looks only where both are.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Array, BigInt, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    actor::Actor,
    audit::{Action, AuditFilter},
    ids::{ClientId, UserId},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    classes::{About, Class, reasons},
    fields_of, question_of,
};
use crate::{Store, StoreResult};

/// Lines in one batch.
const BATCH: i64 = 2_000;
/// A line that says more than this is found by its first words.
const MOST: usize = 500;
/// A longer word is no word.
const LONGEST: usize = 40;
/// Words of fewer letters are looked for whole: everything begins with them.
const SHORT: usize = 3;
/// More words than this narrow nothing any more.
const MOST_TYPED: usize = 8;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    operation: String,
    #[diesel(sql_type = Text)]
    action: String,
    #[diesel(sql_type = Text)]
    entity: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    entity_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    principal_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    client_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    before: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    after: Option<Value>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    /// Who did it, with which key, and whom it is about.
    #[diesel(sql_type = Array<Nullable<Text>>)]
    names: Vec<Option<String>>,
}

/// Of links whose lines somebody took out nothing is left to index; those behind them are.
const LINES: &str = "select link.position, link.seq, audit.operation, audit.action, audit.entity, audit.entity_id, \
        audit.principal_id, audit.client_id, audit.before, audit.after, audit.reason, \
        array[users.name, api_keys.name, clients.preferred_name, clients.first_name, clients.last_name] as names \
    from audit_links as link join audit on audit.seq = link.seq \
    left join users on users.id = audit.principal_id \
    left join api_keys on api_keys.id = audit.api_key_id \
    left join clients on clients.id = audit.client_id \
    where link.position > (select coalesce(max(position), 0) from audit_words) order by link.position limit $1";

impl Store {
    /// Writes the words of the next sealed lines; says of how many. Of two servers that do so at once one waits.
    pub fn index_audit(&self) -> StoreResult<usize> {
        self.writers.ask(|conn| conn.transaction(index))
    }
}

/// Whoever erases at this moment ends first, or waits: what was read before it went would be written after it.
fn index(conn: &mut PgConnection) -> StoreResult<usize> {
    sql_query("select hold_words()").execute(conn)?;
    let lines: Vec<Line> = sql_query(LINES).bind::<BigInt, _>(BATCH).load(conn)?;
    let rows = lines.iter().map(|line| json!([line.position, line.seq, line.words()]));
    sql_query(WRITE).bind::<Jsonb, _>(Value::Array(rows.collect())).execute(conn)?;
    sql_query(TOGETHER).execute(conn)?;
    Ok(lines.len())
}

const WRITE: &str = "insert into audit_words \
    select (line -> 0)::bigint, (line -> 1)::bigint, \
        array_to_tsvector(array(select jsonb_array_elements_text(line -> 2))) \
    from jsonb_array_elements($1) as line on conflict do nothing";

/// Blocks that are full and have no words yet, or have lost them because a line of theirs was erased.
const TOGETHER: &str = "insert into audit_word_blocks \
    select block, array_to_tsvector(array_agg(distinct word)) \
    from (select block from generate_series(0, (select max(position) / 256 - 1 from audit_words)) as block \
          where not exists (select from audit_word_blocks as done where done.block = block.block) limit 100) as block \
    join audit_words on position between block * 256 + 1 and block * 256 + 256, \
    unnest(tsvector_to_array(words)) as word \
    group by block on conflict do nothing";

impl Line {
    /// Every word once. The letters are those of the classes; a mark instead of the colon tells what a list is narrowed by.
    fn words(&self) -> Vec<String> {
        let mut words: BTreeSet<String> = self.narrowing().into_iter().collect();
        words.extend(self.said().into_iter().take(MOST));
        words.into_iter().collect()
    }

    fn narrowing(&self) -> Vec<String> {
        let narrowing = Narrowing {
            entity: Some(&self.entity),
            entity_id: self.entity_id,
            client: self.client_id,
            user: self.principal_id,
            action: Some(&self.action),
        };
        narrowing.words()
    }

    fn said(&self) -> Vec<String> {
        let mut said = Vec::new();
        let names = self.names.iter().flatten();
        let open = [&self.operation, &self.action, &self.entity].into_iter().chain(names);
        open.for_each(|text| add(Class::Open, text, &mut said));
        for (class, why) in reasons(&self.entity, self.reason.as_deref()) {
            why.into_iter().for_each(|why| add(class, why, &mut said));
        }
        let about = About {
            entity: &self.entity,
            client: self.client_id.is_some(),
            // A field may be made sensitive later, and its words are here already.
            is_open: false,
            question: question_of(&self.before, &self.after),
        };
        for (field, value) in [&self.before, &self.after].into_iter().flat_map(fields_of) {
            add(Class::Open, field, &mut said);
            values(value, &mut |text| add(Class::of(&about, field), text, &mut said));
        }
        said
    }
}

fn add(class: Class, text: &str, said: &mut Vec<String>) {
    let words = read(text).into_iter().filter(|word| word.chars().count() <= LONGEST);
    said.extend(words.map(|word| format!("{}:{word}", class.letter())));
}

/// Each text and number in a value. What is an id, a time or a secret says nothing in words.
fn values(value: &Value, take: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) if is_words(text) => take(text),
        Value::Number(number) => take(&number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| values(item, take)),
        Value::Object(parts) => parts.values().for_each(|part| values(part, take)),
        Value::String(_) | Value::Null | Value::Bool(_) => {}
    }
}

fn is_words(text: &str) -> bool {
    let is_time = || text.len() > 18 && text.replacen(' ', "T", 1).parse::<DateTime<Utc>>().is_ok();
    text != "sealed" && Uuid::parse_str(text).is_err() && !is_time()
}

fn read(text: &str) -> Vec<String> {
    linkage::words(&text.replace(['_', '.'], " "))
}

/// What a list of entries is narrowed by, as words.
#[derive(Default)]
pub(super) struct Narrowing<'a> {
    pub entity: Option<&'a str>,
    pub entity_id: Option<Uuid>,
    pub client: Option<Uuid>,
    pub user: Option<Uuid>,
    pub action: Option<&'a str>,
}

impl<'a> Narrowing<'a> {
    pub(super) fn of(filter: &'a AuditFilter) -> Self {
        Self {
            entity: filter.entity.as_deref(),
            entity_id: filter.entity_id,
            client: filter.client.map(ClientId::uuid),
            user: filter.user.map(UserId::uuid),
            action: filter.action.map(Action::code),
        }
    }

    fn words(&self) -> Vec<String> {
        let texts = [self.entity.map(|one| format!("k={one}")), self.action.map(|one| format!("x={one}"))];
        let ids = [("i", self.entity_id), ("c", self.client), ("u", self.user)];
        let ids = ids.into_iter().filter_map(|(mark, id)| Some(format!("{mark}={}", id?)));
        texts.into_iter().flatten().chain(ids).collect()
    }
}

/// A query for lines that have every one of these words where this reader may see it, the beginnings of words too.
/// Nothing where no word was typed.
pub(super) fn query(text: &str, narrowing: &Narrowing<'_>, actor: &Actor) -> Option<String> {
    let typed = read(text);
    if typed.is_empty() {
        return None;
    }
    let classes = Class::shown_to(actor);
    let anywhere = |word: &String| {
        let beginning = if word.chars().count() < SHORT { "" } else { ":*" };
        let each = classes.iter().map(|class| quoted(&format!("{}:{word}", class.letter())) + beginning);
        format!("({})", each.collect::<Vec<_>>().join(" | "))
    };
    let narrowed = narrowing.words();
    let all = typed.iter().take(MOST_TYPED).map(anywhere).chain(narrowed.iter().map(|word| quoted(word)));
    Some(all.collect::<Vec<_>>().join(" & "))
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_in_words_is_not_looked_through() {
        for nothing in ["sealed", "0190a000-0000-7000-8000-000000000000", "2026-11-02T10:00:00.123+00:00"] {
            assert!(!is_words(nothing), "{nothing}");
        }
        assert!(is_words("2026-11-02") && is_words("They moved"));
    }

    #[test]
    fn a_mark_in_what_was_typed_ends_no_word_of_the_query() {
        let actor = Actor::job();
        let narrowing = Narrowing { entity: Some("it's \\ | x"), ..Narrowing::default() };
        let query = query("a'b", &narrowing, &actor).unwrap();
        assert!(query.ends_with(r"& 'k=it''s \\ | x'"), "{query}");
    }
}
