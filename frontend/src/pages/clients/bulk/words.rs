//! What a change does, why some are left out, and who.

use domain::{
    bulk::{Action, BulkRow, BulkRowFilter, Counts, Outcome, Reason},
    code_lists::TAGS,
    ids::{BulkId, UserId},
    page::Page,
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        button::Button,
        confirm::Call,
        failure::FailureAlert,
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        choices::{CodeList, use_code_list},
        words,
    },
    session::use_session,
};

/// What stands behind the ids and codes of a change: colleagues, those too who cannot sign in any more, and tags.
/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Names {
    people: Signal<Vec<(UserId, String)>>,
    tags: CodeList,
}

impl Names {
    /// Only in a component's body.
    pub fn new() -> Self {
        let session = use_session();
        let people = Reading::new(move || session.colleagues_and_former());
        let people = Signal::derive(move || {
            let all = people.value().unwrap_or_default().into_iter();
            all.map(|one| (one.id, one.name)).collect()
        });
        Self { people, tags: use_code_list(TAGS) }
    }

    fn person(self, user: UserId) -> Option<String> {
        self.people.with(|all| all.iter().find(|(id, _)| *id == user).map(|(_, name)| name.clone()))
    }
}

/// What a change does: "Move them to a stage: Assessment".
pub fn action(i18n: I18n, action: &Action, names: Names) -> String {
    let (what, of) = match action {
        Action::Assign { user_id } => (say!(i18n, bulk.assign), names.person(*user_id)),
        Action::Reassign { user_id, .. } => (say!(i18n, bulk.reassign), names.person(*user_id)),
        Action::EndAssignment { user_id } => (say!(i18n, bulk.end_assignment), names.person(*user_id)),
        Action::SetStatus { status } => (say!(i18n, bulk.set_status), Some(words::status(i18n, *status))),
        Action::SetStage { stage } => (say!(i18n, bulk.set_stage), Some(words::stage(i18n, *stage))),
        Action::AddTag { tag } => (say!(i18n, bulk.add_tag), Some(names.tags.word(tag))),
        Action::RemoveTag { tag } => (say!(i18n, bulk.remove_tag), Some(names.tags.word(tag))),
    };
    of.map(|of| format!("{what}: {of}")).unwrap_or(what)
}

/// How many are left out for which reason.
#[component]
pub fn Reasons(counts: Counts) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |(code, n): (String, u64)| {
        let why = Reason::from_code(&code).map(|one| reason(i18n, one)).unwrap_or(code);
        view! { <li><strong>{format::number(i18n, n)}</strong> " " {why}</li> }
    };
    view! { <ul class="bulk-reasons">{counts.reasons.into_iter().map(line).collect_view()}</ul> }
}

pub fn reason(i18n: I18n, reason: Reason) -> String {
    match reason {
        Reason::OutOfSight => say!(i18n, bulk.out_of_sight),
        Reason::Stale => say!(i18n, bulk.stale),
        Reason::AlreadySo => say!(i18n, bulk.already_so),
        Reason::Merged => say!(i18n, bulk.merged),
        Reason::Restricted => say!(i18n, bulk.restricted),
        Reason::NotAllowed => say!(i18n, bulk.not_allowed),
        Reason::Moved => say!(i18n, bulk.moved),
        Reason::TooManyTags => say!(i18n, bulk.too_many_tags),
        Reason::StillEnrolled => say!(i18n, bulk.still_enrolled),
        Reason::FollowUpsLeft => say!(i18n, bulk.follow_ups_left),
    }
}

/// All of an outcome by name, some at a time.
#[component]
pub fn Rows(id: BulkId, outcome: Outcome) -> impl IntoView {
    let session = use_session();
    let first = BulkRowFilter { outcome: Some(outcome), ..BulkRowFilter::default() };
    let reading = Reading::new(move || session.bulk_rows(id, first.clone()));
    view! { <Loaded reading rows=3 let:page><Named id outcome page/></Loaded> }
}

/// So many more at a press.
const MORE: u16 = 100;

#[component]
fn Named(id: BulkId, outcome: Outcome, page: Page<BulkRow>) -> impl IntoView {
    let (session, call) = (use_session(), Call::new());
    let (rows, next) = (RwSignal::new(page.items), RwSignal::new(page.next));
    let more = move || {
        let filter =
            BulkRowFilter { outcome: Some(outcome), limit: Some(MORE), cursor: next.get_untracked() };
        call.run(session.bulk_rows(id, filter), move |page| {
            rows.update(|rows| rows.extend(page.items));
            next.set(page.next);
        });
    };
    let any = Memo::new(move |_| next.read().is_some());
    view! {
        <ul class="bulk-rows"><For each=move || rows.get() key=|row| row.client_id let:row><Who row/></For></ul>
        <FailureAlert failure=call.failure/>
        {move || any.get().then(|| view! {
            <Button label=tr!(bulk.more_rows) class="btn btn-sm" pending=call.pending on_click=more/>
        })}
    }
}

#[component]
fn Who(row: BulkRow) -> impl IntoView {
    let i18n = use_i18n();
    let why = row.reason.map(|why| view! { <span class="muted small">{reason(i18n, why)}</span> });
    let name = match row.client_name {
        Some(name) => {
            let href = format!("/staff/clients/{}", row.client_id);
            view! { <A href {..} class="link">{name}</A> }.into_any()
        }
        None => view! { <span>{tr!(bulk.somebody)}</span> }.into_any(),
    };
    view! { <li>{name} " " {why}</li> }
}
