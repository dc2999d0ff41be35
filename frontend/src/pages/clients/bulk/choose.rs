//! What is to be done with them.

use domain::{
    bulk::{Action, BulkDraft},
    clients::{Stage, Status},
    code_lists::TAGS,
    ids::UserId,
    permission::Permission,
    problem::FieldError,
    users::Colleague,
};
use leptos::prelude::*;

use super::dialog::Making;
use crate::{
    components::loaded::Reading,
    forms::{Choices, Core, Field, Form, FormView, Radios, Select, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{choices::use_code_list, client::status::STATUSES, words},
    session::{Session, use_session},
};

/// What one may do, or propose.
fn kinds(session: Session) -> Vec<&'static str> {
    let may = |one: Permission| session.may_any(&[one, Permission::ProposeEdits]);
    let all = [
        (Permission::AssignStaff, "reassign"),
        (Permission::AssignStaff, "assign"),
        (Permission::AssignStaff, "end_assignment"),
        (Permission::SetStage, "set_stage"),
        (Permission::EditClients, "set_status"),
        (Permission::EditClients, "add_tag"),
        (Permission::EditClients, "remove_tag"),
    ];
    all.into_iter().filter(|(wanted, _)| may(*wanted)).map(|(_, kind)| kind).collect()
}

/// The fields of the form. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Fields {
    kind: Field<String>,
    user: Field<String>,
    from: Field<String>,
    stage: Field<String>,
    status: Field<String>,
    tag: Field<String>,
}

impl Fields {
    fn new(core: Core, session: Session) -> Self {
        let first = kinds(session).first().copied().unwrap_or("set_stage");
        let kind = core.text("/action", first);
        let user = core.text("/action/user_id", "");
        user.reads_by(move || {
            let wanted = matches!(kind.get().as_str(), "assign" | "reassign" | "end_assignment");
            (wanted && user.parsed::<UserId>().is_none())
                .then(|| FieldError::new("/action/user_id", "required_choice"))
        });
        let tag = core.text("/action/tag", "");
        tag.reads_by(move || {
            let wanted = matches!(kind.get().as_str(), "add_tag" | "remove_tag");
            (wanted && tag.get().is_empty()).then(|| FieldError::new("/action/tag", "required_choice"))
        });
        Self {
            kind,
            user,
            from: core.text("/action/from", ""),
            stage: core.text("/action/stage", Stage::default().code()),
            status: core.text("/action/status", Status::Inactive.code()),
            tag,
        }
    }

    fn action(self) -> Action {
        let user_id = self.user.parsed().unwrap_or_else(|| UserId::from(uuid::Uuid::nil()));
        match self.kind.get().as_str() {
            "assign" => Action::Assign { user_id },
            "reassign" => Action::Reassign { from: self.from.parsed(), user_id },
            "end_assignment" => Action::EndAssignment { user_id },
            "add_tag" => Action::AddTag { tag: self.tag.get() },
            "remove_tag" => Action::RemoveTag { tag: self.tag.get() },
            "set_status" => {
                Action::SetStatus { status: Status::from_code(&self.status.get()).unwrap_or_default() }
            }
            _ => Action::SetStage { stage: Stage::from_code(&self.stage.get()).unwrap_or_default() },
        }
    }
}

#[component]
pub fn Choose(making: Making) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let core = Core::new("bulk");
    let fields = Fields::new(core, session);
    let filter = untrack(|| making.filter.run(()));
    let (clients, filter) = making.selection.clients_or_filter(filter);
    let form = Form::new(core, move || BulkDraft {
        action: fields.action(),
        clients: clients.clone(),
        filter: filter.clone(),
    });
    let choices = Signal::derive(move || {
        let word = |kind: &str| match kind {
            "assign" => say!(i18n, bulk.assign),
            "reassign" => say!(i18n, bulk.reassign),
            "end_assignment" => say!(i18n, bulk.end_assignment),
            "set_status" => say!(i18n, bulk.set_status),
            "add_tag" => say!(i18n, bulk.add_tag),
            "remove_tag" => say!(i18n, bulk.remove_tag),
            _ => say!(i18n, bulk.set_stage),
        };
        kinds(session).into_iter().map(|kind| (kind.to_owned(), word(kind))).collect::<Vec<_>>()
    });
    let planned = move |bulk| making.bulk.set(Some(bulk));
    let kind = Memo::new(move |_| fields.kind.get());
    view! {
        <FormView core on_send=move || form.send(move |draft| session.plan_bulk(draft), planned)>
            <Radios field=fields.kind label=tr!(bulk.what) choices/>
            {move || view! { <Particulars fields kind=kind.get()/> }}
            <p class="muted small">{tr!(bulk.check_help)}</p>
            <div class="form-actions"><SendButton core label=tr!(bulk.check)/></div>
        </FormView>
    }
}

#[component]
fn Particulars(fields: Fields, kind: String) -> impl IntoView {
    let i18n = use_i18n();
    match kind.as_str() {
        "set_stage" => {
            let choices = Signal::derive(move || {
                let all = Stage::ALL.iter();
                all.map(|one| (one.code().to_owned(), words::stage(i18n, *one))).collect::<Vec<_>>()
            });
            view! { <Select field=fields.stage label=tr!(clients.stage) choices no_blank=true/> }.into_any()
        }
        "set_status" => {
            let choices = Signal::derive(move || {
                let all = STATUSES.iter();
                all.map(|one| (one.code().to_owned(), words::status(i18n, *one))).collect::<Vec<_>>()
            });
            view! { <Select field=fields.status label=tr!(clients.status) choices no_blank=true/> }.into_any()
        }
        "add_tag" => view! { <Tag fields retired=false/> }.into_any(),
        "remove_tag" => view! { <Tag fields retired=true/> }.into_any(),
        _ => view! { <People fields kind/> }.into_any(),
    }
}

/// A tag that is not given any more can still be taken away.
#[component]
fn Tag(fields: Fields, retired: bool) -> impl IntoView {
    let tags = use_code_list(TAGS);
    let choices = if retired { tags.all() } else { tags.choices(Vec::new) };
    view! { <Select field=fields.tag label=tr!(clients.tag) help=tr!(bulk.tag_help) choices/> }
}

#[component]
fn People(fields: Fields, kind: String) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let colleagues = Reading::new(move || session.colleagues_and_former());
    // Clients of somebody who left are taken over too; whoever takes them over has to see them.
    let holders: Choices = Signal::derive(move || {
        let name = |one: Colleague| (one.id.to_string(), words::colleague(i18n, one));
        colleagues.value().unwrap_or_default().into_iter().map(name).collect::<Vec<_>>()
    });
    let takers: Choices = Signal::derive(move || {
        let all = colleagues.value().unwrap_or_default().into_iter();
        let takers = all.filter(|one| one.active && one.sees_clients);
        takers.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    let from = (kind == "reassign").then(|| {
        view! {
            <Select field=fields.from label=tr!(bulk.from) help=tr!(bulk.from_help) blank=tr!(bulk.from_anybody) optional=true choices=holders/>
        }
    });
    let (label, choices) = match kind.as_str() {
        "end_assignment" => (tr!(bulk.whose), holders),
        "assign" => (tr!(bulk.who_too), takers),
        _ => (tr!(bulk.to_whom), takers),
    };
    view! { {from} <Select field=fields.user label choices/> }
}
