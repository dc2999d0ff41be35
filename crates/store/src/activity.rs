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
    let branches: Vec<&str> =
        BRANCHES.iter().filter(|(wanted, _)| tx.may(*wanted)).map(|(_, branch)| *branch).collect();
    if branches.is_empty() {
        return Ok(Vec::new());
    }
    let events = branches.join(" union all ");
    let confidential = tx.may(Permission::DiscloseConfidentialNotes);
    let statement = Scoped::sql(tx.actor(), "clients.id", |sight| {
        format!(
            "with mine as (select distinct client_id from caseload where user_id = $1)
            select kind, at, what, users.name as by, clients.id as client_id,
                clients.preferred_name, clients.first_name, clients.last_name
            from ({events}) as events (kind, id, client_id, at, what, user_id, confidential)
            join clients on clients.id = events.client_id left join users on users.id = events.user_id
            where at between now() - interval '14 days' and now() and (not confidential or {confidential}) and {sight}
            order by at desc, events.id desc limit 8"
        )
    })?;
    let rows: Vec<Row> = tx.load(statement.bind::<SqlUuid, _>(me))?;
    tx.saw("dashboard.show", rows.iter().map(|row| ClientId::from(row.client_id)));
    Ok(rows.into_iter().filter_map(Row::activity).collect())
}

/// Kind, id, client, time, what happened, who did it, and whether not everybody may know of it.
const BRANCHES: [(Permission, &str); 5] = [
    (
        Permission::ReadNotes,
        "select 'note', notes.id, client_id, written_at, kind, author_id, confidential
        from mine join notes using (client_id)",
    ),
    (
        Permission::SeeClientDetails,
        "select 'stage', stage_moves.id, client_id, entered_at, stage, user_id, false
        from mine join stage_moves using (client_id)",
    ),
    (
        Permission::SeeFollowUps,
        "select 'follow_up', follow_ups.id, client_id, closed_at, status, closed_by, false
        from mine join follow_ups using (client_id) where closed_at is not null",
    ),
    (
        Permission::SeeDocuments,
        "select 'document', documents.id, client_id, uploaded_at, 'added', uploaded_by, false
        from mine join documents using (client_id)",
    ),
    (
        Permission::SeeRestrictions,
        "select 'restriction', restrictions.id, client_id, created_at, 'started', null::uuid, false
        from mine join restrictions using (client_id)",
    ),
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
