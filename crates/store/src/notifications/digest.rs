//! The one mail of a morning: what was told since the last one and has not been read.

use std::collections::BTreeMap;

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text, Uuid as SqlUuid},
};
use domain::notifications::{Kind, Way};
use uuid::Uuid;

use crate::{
    Store, StoreResult,
    outbox::{self, Mail, Message, Noticed},
    statement::Sql,
    tx::{Caller, WriteTx},
};

impl Store {
    /// Sends everybody who wants one their digest, once a day of the organization's. Says how many there were.
    pub fn send_digests(&self) -> StoreResult<usize> {
        self.write_public(&Caller::job(), "notifications.digest", send)
    }
}

/// Whose digest is due, marked as sent, with what they were not told of by mail, which is marked too: what another
/// transaction is still writing is in the next one. What somebody wants to hear of in another way is passed over for good.
const DUE: &str = "with due as (update users set digest_on = today(), digest_at = now() \
        where status = 'active' and digest_on is distinct from today() \
            and (quiet_until is null or quiet_until <= today()) returning id, email, language), \
    told as (update notifications set mailed_at = now() from due \
        where user_id = due.id and read_at is null and mailed_at is null returning user_id, kind) \
    select due.id, email, language, told.kind, coalesce(way, '') as way, count(*) as n \
    from due join told on told.user_id = due.id \
    left join notification_ways on notification_ways.user_id = due.id and notification_ways.kind = told.kind \
    group by due.id, email, language, told.kind, way order by told.kind";

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    way: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn send(tx: &mut WriteTx) -> StoreResult<usize> {
    let mut people: BTreeMap<Uuid, Mail> = BTreeMap::new();
    for due in tx.returning_sql::<Due>(Sql::new(DUE))? {
        let Some(kind) = Kind::from_code(&due.kind) else { continue };
        let way = kind.way(Way::from_code(&due.way));
        // Who wants a mail at once, and got none, was away or would have had too many.
        if !matches!(way, Way::Digest | Way::Mail) {
            continue;
        }
        let mail = people.entry(due.id).or_insert_with(|| Mail {
            to: due.email,
            language: due.language,
            message: Message::Digest { noticed: Vec::new() },
        });
        if let Message::Digest { noticed } = &mut mail.message {
            noticed.push(Noticed { kind: due.kind, count: due.n });
        }
    }
    let mails: Vec<Mail> = people.into_values().collect();
    if !mails.is_empty() {
        let sending = outbox::sending(tx, &mails)?;
        tx.run(sending)?;
    }
    Ok(mails.len())
}
