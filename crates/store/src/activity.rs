//! What happened lately with the reader's own clients, whoever did it.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    clients::display_name, dashboard::Activity, ids::ClientId, permission::Permission, timeline::EventKind,
};
use uuid::Uuid;

use crate::{StoreResult, scope::Scoped, tx::ReadTx};

/// The latest first, of the kinds that the reader may see. Whoever sees everyone still has their own clients: those of
/// the caseload.
pub(crate) fn of_my_clients(tx: &mut ReadTx) -> StoreResult<Vec<Activity>> {
    let me = tx.user()?.uuid();
    let sources: Vec<&Source> = SOURCES.iter().filter(|source| tx.may(source.wanted)).collect();
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let confidential = tx.may(Permission::DiscloseConfidentialNotes);
    let events =
        sources.iter().map(|source| source.latest(confidential)).collect::<Vec<_>>().join(" union all ");
    let statement = Scoped::sql(tx.actor(), "caseload.client_id", |sight| {
        format!(
            "with mine as materialized (select distinct client_id from caseload where user_id = $1 and {sight})
            select kind, at, what, users.name as by, clients.id as client_id,
                clients.preferred_name, clients.first_name, clients.last_name
            from ({events}) as events (kind, id, client_id, at, what, user_id)
            join clients on clients.id = events.client_id left join users on users.id = events.user_id
            order by at desc, events.id desc limit {SHOWN}"
        )
    })?;
    let rows: Vec<Row> = tx.load(statement.bind::<SqlUuid, _>(me))?;
    tx.saw("dashboard.show", rows.iter().map(|row| ClientId::from(row.client_id)));
    Ok(rows.into_iter().filter_map(Row::activity).collect())
}

/// How many events the tile has.
const SHOWN: u8 = 8;

/// A table whose rows are events, with the columns that tell of them.
struct Source {
    wanted: Permission,
    kind: EventKind,
    table: &'static str,
    at: &'static str,
    what: &'static str,
    by: &'static str,
    /// Whether not everybody may know of the row.
    confidential: &'static str,
}

impl Source {
    /// As many of the latest as the tile has at most: what else the last fortnight has is not looked at again.
    fn latest(&self, confidential: bool) -> String {
        let Self { kind, table, at, what, by, confidential: hidden, .. } = self;
        let kind = kind.code();
        format!(
            "(select '{kind}', {table}.id, client_id, {at}, {what}, {by} from mine join {table} using (client_id)
            where {at} between now() - interval '14 days' and now() and ({confidential} or not {hidden})
            order by {at} desc, {table}.id desc limit {SHOWN})"
        )
    }
}

const SOURCES: [Source; 5] = [
    Source {
        wanted: Permission::ReadNotes,
        kind: EventKind::Note,
        table: "notes",
        at: "written_at",
        what: "kind",
        by: "author_id",
        confidential: "confidential",
    },
    Source {
        wanted: Permission::SeeClientDetails,
        kind: EventKind::Stage,
        table: "stage_moves",
        at: "entered_at",
        what: "stage",
        by: "user_id",
        confidential: "false",
    },
    Source {
        wanted: Permission::SeeFollowUps,
        kind: EventKind::FollowUp,
        table: "follow_ups",
        at: "closed_at",
        what: "status",
        by: "closed_by",
        confidential: "false",
    },
    Source {
        wanted: Permission::SeeDocuments,
        kind: EventKind::Document,
        table: "documents",
        at: "uploaded_at",
        what: "'added'",
        by: "uploaded_by",
        confidential: "false",
    },
    Source {
        wanted: Permission::SeeRestrictions,
        kind: EventKind::Restriction,
        table: "restrictions",
        at: "created_at",
        what: "'started'",
        by: "null::uuid",
        confidential: "false",
    },
];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = Nullable<Text>)]
    by: Option<String>,
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = Nullable<Text>)]
    preferred_name: Option<String>,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
}

impl Row {
    fn activity(self) -> Option<Activity> {
        Some(Activity {
            at: self.at,
            kind: EventKind::from_code(&self.kind)?,
            what: self.what,
            by: self.by,
            client_id: self.client_id.into(),
            client_name: display_name(self.preferred_name.as_deref(), &self.first_name, &self.last_name),
        })
    }
}
