//! Says which changes to this record wait for approval, above it and beside the values that they would change, so that
//! nobody types them again.

use domain::{
    changes::{Change, ChangeFilter, Kind, Status},
    ids::ProgramId,
    page::{MAX_LIMIT, Page},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde_json::Value;
use uuid::Uuid;

use super::frame::Record;
use crate::{
    components::{
        badge::{Badge, Tone},
        icon::{Icon, Name},
        loaded::Reading,
    },
    i18n::{say, tr, use_i18n},
    pages::{audit::titled, changes::words, values::use_values},
    session::use_session,
};

/// What waits on the record of the page, as far as the reader sees proposals. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Pending(Option<Reading<Page<Change>>>);

/// Reads what waits on a record, for all that stands on its page. Only in a component's body.
pub fn provide_pending(record: Record) {
    provide(move || {
        record.track_changes();
        ChangeFilter { client: Some(record.id()), ..ChangeFilter::default() }
    });
}

/// Reads what would change a program itself. Only in a component's body.
pub fn provide_pending_of_program(program: ProgramId) {
    provide(move || ChangeFilter {
        program: Some(program),
        kind: Some(Kind::Programs),
        ..ChangeFilter::default()
    });
}

/// Reads what would change the departments. Only in a component's body.
pub fn provide_pending_of_departments() {
    provide(|| ChangeFilter { kind: Some(Kind::Departments), ..ChangeFilter::default() });
}

fn provide(about: impl Fn() -> ChangeFilter + Send + Sync + 'static) {
    let session = use_session();
    let see = [Permission::ReviewProposals, Permission::ProposeEdits, Permission::ProposeLifting];
    let reading = session.may_any(&see).then(|| {
        let (status, limit) = (Some(Status::Pending), Some(MAX_LIMIT));
        Reading::new(move || session.changes(ChangeFilter { status, limit, ..about() }))
    });
    provide_context(Pending(reading));
}

/// On paper stands what is, and nothing that is only proposed. Only in a component's body.
pub fn nothing_pending() {
    provide_context(Pending(None));
}

impl Pending {
    fn here() -> Self {
        use_context().unwrap_or(Self(None))
    }

    fn all(self) -> Vec<Change> {
        self.0.and_then(Reading::value).map(|page| page.items).unwrap_or_default()
    }

    /// Whether more wait than were read.
    fn has_more(self) -> bool {
        self.0.and_then(Reading::value).is_some_and(|page| page.next.is_some())
    }

    /// Those that would change a field, each with what it would be.
    fn of(self, edit: &str, field: &str) -> Vec<(Change, Value)> {
        let all = self.all().into_iter().filter(|change| change.edit == edit);
        let open = all.filter(|change| !change.withheld.iter().any(|withheld| withheld == field));
        open.filter_map(|change| Some((change.clone(), change.proposed.get(field)?.clone()))).collect()
    }
}

#[component]
pub fn PendingChanges(record: Record) -> impl IntoView {
    let (i18n, pending) = (use_i18n(), Pending::here());
    let see = tr!(clients.see_proposals);
    move || {
        let waiting = Some(pending.all().len()).filter(|n| *n > 0)?;
        let text = match waiting {
            n if pending.has_more() => say!(i18n, clients.pending_changes_over, n = n),
            1 => say!(i18n, clients.pending_change),
            n => say!(i18n, clients.pending_changes, n = n),
        };
        let href = format!("/staff/changes?client={}", record.id());
        Some(view! {
            <div class="notice notice-info record-notice" role="note">
                <Icon name=Name::Change/> <div>{text}</div> <A href {..} class="link">{see}</A>
            </div>
        })
    }
}

/// What is proposed for a field, beside its value.
#[component]
pub fn Waits(
    edit: &'static str,
    #[prop(into)] field: String,
    /// How a value reads, where no code list says so.
    #[prop(optional_no_strip)]
    words: Option<Callback<Value, String>>,
    /// In a list of facts: a value of its own below the one that stands.
    #[prop(optional)]
    below: bool,
) -> impl IntoView {
    let pending = Pending::here();
    move || {
        let all = pending.of(edit, &field).into_iter();
        let one = |(change, value)| view! { <Proposed change field=field.clone() value words/> };
        let all = all.map(one).collect::<Vec<_>>();
        match below && !all.is_empty() {
            true => view! { <dd>{all}</dd> }.into_any(),
            false => all.into_any(),
        }
    }
}

/// The same for fields that have no place of their own on the page, each under its name.
#[component]
pub fn WaitsByName(edit: &'static str, fields: &'static [&'static str]) -> impl IntoView {
    let (i18n, pending) = (use_i18n(), Pending::here());
    move || {
        let waiting = fields.iter().filter(|field| !pending.of(edit, field).is_empty());
        let one = |field: &&'static str| {
            view! { <div><dt>{titled(i18n, field)}</dt> <dd><Waits edit field=*field/></dd></div> }
        };
        waiting.map(one).collect_view()
    }
}

/// A value that is proposed, by whom, and the way to the proposal.
#[component]
fn Proposed(
    change: Change,
    field: String,
    value: Value,
    words: Option<Callback<Value, String>>,
) -> impl IntoView {
    let (i18n, values) = (use_i18n(), use_values([field.as_str()]));
    let text = move || {
        let said =
            words.map_or_else(|| values.say("clients", &field, &value), |words| words.run(value.clone()));
        if said.is_empty() { say!(i18n, changes.nothing) } else { said }
    };
    let by = say!(i18n, clients.see_proposal_of, name = change.requester.clone());
    view! {
        <span class="row-line small">
            <Badge tone=Tone::Info text=say!(i18n, changes.pending)/>
            <span class="prewrap">{text}</span>
            <A href=format!("/staff/changes/{}", change.id) {..} class="link">{by}</A>
        </span>
    }
}

/// What waits of these edits, above a list that they would change.
#[component]
pub fn WaitingHere(
    edits: &'static [&'static str],
    /// Those alone that are about one record of the list, which stands around them.
    #[prop(optional, into)]
    about: Option<Uuid>,
) -> impl IntoView {
    let pending = Pending::here();
    let class = if about.is_some() { "rows" } else { "rows card" };
    move || {
        let all = pending.all().into_iter().filter(|change| edits.contains(&change.edit.as_str()));
        let all = all.filter(|change| about.is_none() || change.entity_id == about);
        let rows = all.map(|change| view! { <WaitingRow change/> }).collect::<Vec<_>>();
        (!rows.is_empty()).then(|| view! { <ul class=class>{rows}</ul> })
    }
}

#[component]
fn WaitingRow(change: Change) -> impl IntoView {
    let i18n = use_i18n();
    let fields = change.proposed.as_object().cloned().unwrap_or_default();
    let values = use_values(fields.keys().map(String::as_str));
    let said = move || {
        let part = |(field, value): (&String, &Value)| {
            let said = values.say("clients", field, value);
            (!said.is_empty()).then(|| format!("{}: {said}", titled(i18n, field)))
        };
        fields.iter().filter_map(part).collect::<Vec<_>>().join(" · ")
    };
    let by = say!(i18n, clients.see_proposal_of, name = change.requester.clone());
    let subject = words::subject(i18n, &change).map(|one| view! { <span>{one}</span> });
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <Badge tone=Tone::Info text=say!(i18n, changes.pending)/>
                    <strong>{words::edit(i18n, &change.edit)}</strong>
                    {subject}
                    <A href=format!("/staff/changes/{}", change.id) {..} class="link small">{by}</A>
                </div>
                <p class="muted small prewrap">{said}</p>
            </div>
        </li>
    }
}
