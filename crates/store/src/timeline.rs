//! What happened with a client, in one line of time: a union of what the slices keep.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    ids::ClientId,
    page::Page,
    permission::Permission,
    timeline::{Event, EventKind, TimelineFilter},
};
use uuid::Uuid;

use crate::{StoreResult, clients, page::Window, parameters::Parameters, scope::Scoped, tx::ReadTx};

/// The latest first. One thing may begin and end at the same moment, so what happened belongs to the key.
type Key = (DateTime<Utc>, Uuid, String);

/// A client's events, of the kinds that the reader may see.
pub fn list(tx: &mut ReadTx, client: ClientId, filter: &TimelineFilter) -> StoreResult<Page<Event>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let mut parameters = Parameters::default();
    let id = parameters.add(client.uuid());
    let kinds = EventKind::ALL.iter().filter(|kind| filter.kind.is_empty() || filter.kind.contains(kind));
    let branches: Vec<String> =
        kinds.filter(|kind| tx.may(kind.permission())).map(|kind| branch(tx, *kind)).collect();
    let after = window.after.clone().map(|(at, subject, what)| {
        let key = [parameters.add(at), parameters.add(subject), parameters.add(what)].join(", ");
        format!(" and (at, subject_id, what) < ({key})")
    });
    let rows: Vec<Row> = if branches.is_empty() {
        Vec::new()
    } else {
        let (events, after, limit) =
            (branches.join(" union all "), after.unwrap_or_default(), window.fetch());
        let statement = Scoped::sql(tx.actor(), "clients.id", |sight| {
            format!(
                "with the as (
                    select clients.id as client_id, organization.time_zone as zone
                    from clients cross join organization where clients.id = {id} and {sight}
                )
                select * from ({events}) as events (kind, subject_id, at, what, by, about, text, confidential)
                where at <= now(){after} order by at desc, subject_id desc, what desc limit {limit}"
            )
        })?;
        tx.load(parameters.bound_to(statement))?
    };
    if rows.is_empty() {
        clients::in_sight(tx, client)?;
    }
    tx.saw("timeline.list", [client]);
    let page = window.page(rows, None, |row| (row.at, row.subject_id, row.what.clone()))?;
    Ok(Page { items: page.items.into_iter().filter_map(Row::event).collect(), next: page.next, total: None })
}

/// The events of a kind: kind, subject, time, what happened, who did it, what it is about, text, confidential.
fn branch(tx: &ReadTx, kind: EventKind) -> String {
    match kind {
        EventKind::Note => notes(tx.may(Permission::DiscloseConfidentialNotes)),
        EventKind::Stage => STAGES.to_owned(),
        EventKind::Enrollment => ENROLLMENTS.to_owned(),
        EventKind::Restriction => restrictions(tx.may(Permission::SeeRestrictionReasons)),
        EventKind::Document => DOCUMENTS.to_owned(),
        EventKind::FollowUp => FOLLOW_UPS.to_owned(),
        EventKind::Goal => GOALS.to_owned(),
        EventKind::Assignment => ASSIGNMENTS.to_owned(),
        EventKind::Application => applications(tx.may(Permission::SeeApplications)),
    }
}

/// A confidential note's text is not in this column at all, and for those who may not open it the note does not
/// exist.
fn notes(confidential_ones: bool) -> String {
    let only = if confidential_ones { "" } else { " where not confidential" };
    format!(
        "select 'note', notes.id, happened_at, notes.kind, users.name, programs.name,
            case when not confidential then left(notes.text, 1000) end, confidential
        from the join notes using (client_id) join users on users.id = author_id
        left join programs on programs.id = program_id{only}"
    )
}

const STAGES: &str = "
    select 'stage', stage_moves.id, entered_at, stage, users.name, null, null, false
    from the join stage_moves using (client_id) left join users on users.id = user_id";

/// The last day is a day in the program, so the end is the beginning of the day after it.
const ENROLLMENTS: &str = "
    select 'enrollment', enrollments.id, start_date::timestamp at time zone zone, 'started', null,
        programs.name, null, false
    from the join enrollments using (client_id) join programs on programs.id = program_id
    union all
    select 'enrollment', enrollments.id, (end_date + 1)::timestamp at time zone zone, 'ended', null,
        programs.name, nullif(discharges.comment, ''), false
    from the join enrollments using (client_id) join programs on programs.id = program_id
    left join discharges on discharges.enrollment_id = enrollments.id
    where end_date is not null";

/// Why, and by whom, is left out of the statement for those who may not know.
fn restrictions(reasons: bool) -> String {
    let shown = |column: &'static str| if reasons { column } else { "null" };
    let (author, lifter) = (shown("author.name"), shown("lifter.name"));
    let (reason, lifting_reason) = (shown("reason"), shown("lifting_reason"));
    let from = "from the join restrictions using (client_id)
        left join programs on programs.id = program_id
        left join users as author on author.id = created_by left join users as lifter on lifter.id = lifted_by";
    format!(
        "select 'restriction', restrictions.id, restrictions.created_at, 'started', {author}, programs.name, {reason}, false {from}
        union all
        select 'restriction', restrictions.id, lifted_at, 'lifted', {lifter}, programs.name, {lifting_reason}, false
        {from} where lifted_at is not null
        union all
        select 'restriction', restrictions.id, (end_date + 1)::timestamp at time zone zone, 'ended', null,
            programs.name, null, false
        {from} where end_date is not null and lifted_at is null"
    )
}

const DOCUMENTS: &str = "
    select 'document', documents.id, uploaded_at, 'added', users.name, documents.name, null, false
    from the join documents using (client_id) left join users on users.id = uploaded_by";

const FOLLOW_UPS: &str = "
    select 'follow_up', follow_ups.id, follow_ups.created_at, 'planned', author.name, assignee.name, purpose, false
    from the join follow_ups using (client_id)
    join users as author on author.id = created_by join users as assignee on assignee.id = assignee_id
    union all
    select 'follow_up', follow_ups.id, closed_at, follow_ups.status, closer.name, assignee.name,
        coalesce(outcome, purpose), false
    from the join follow_ups using (client_id)
    left join users as closer on closer.id = closed_by join users as assignee on assignee.id = assignee_id
    where closed_at is not null";

const GOALS: &str = "
    select 'goal', goals.id, set_at, 'set', users.name, title, nullif(why, ''), false
    from the join goals using (client_id) join users on users.id = set_by
    union all
    select 'goal', goals.id, closed_at, goals.status, users.name, title, outcome, false
    from the join goals using (client_id) join users on users.id = closed_by where closed_at is not null";

const ASSIGNMENTS: &str = "
    select 'assignment', assignments.id, started_at, 'started', null, users.name, null, false
    from the join assignments using (client_id) join users on users.id = user_id
    union all
    select 'assignment', assignments.id, ended_at, 'ended', null, users.name, null, false
    from the join assignments using (client_id) join users on users.id = user_id where ended_at is not null";

/// The reference leads to the application, which not everybody may see.
fn applications(review: bool) -> String {
    let reference = if review { "reference" } else { "null" };
    format!(
        "select 'application', applications.id, submitted_at, 'submitted', null, {reference}, null, false
        from the join applications using (client_id)
        union all
        select 'application', applications.id, decided_at, applications.status, users.name, {reference}, null, false
        from the join applications using (client_id) left join users on users.id = decided_by
        where decided_at is not null"
    )
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = SqlUuid)]
    subject_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = Nullable<Text>)]
    by: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    about: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    text: Option<String>,
    #[diesel(sql_type = Bool)]
    confidential: bool,
}

impl Row {
    fn event(self) -> Option<Event> {
        Some(Event {
            at: self.at,
            kind: EventKind::from_code(&self.kind)?,
            subject_id: self.subject_id.to_string(),
            what: self.what,
            by: self.by,
            about: self.about,
            text: self.text,
            confidential: self.confidential,
        })
    }
}
