//! The fields that adding and changing a program share.

use domain::{
    ids::UserId,
    programs::{Member, MemberDraft, ProgramDetail},
};
use leptos::prelude::*;

use super::descriptions::{DescriptionFields, Descriptions};
use crate::{
    components::loaded::Reading,
    forms::{Check, Checks, Core, Field, Kind, Select, TextArea, TextField},
    i18n::tr,
    pages::choices::use_code_list,
    session::use_session,
};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Wish {
    pub name: Field<String>,
    pub kind: Field<String>,
    pub department: Field<String>,
    pub location: Field<String>,
    pub description: Field<String>,
    pub descriptions: Descriptions,
    pub open: Field<bool>,
    pub escalate: Field<String>,
    pub staff: Field<Vec<String>>,
    pub managers: Field<Vec<String>>,
}

impl Wish {
    pub fn new(core: Core, found: Option<&ProgramDetail>) -> Self {
        let program = found.map(|found| &found.program);
        let department = program.and_then(|one| one.department_id).map(|id| id.to_string());
        let people = |manages: bool| {
            let staff = found.map(|found| found.staff.as_slice()).unwrap_or_default().iter();
            staff
                .filter(|member| member.manages == manages)
                .map(|member| member.user_id.to_string())
                .collect()
        };
        let text = |of: fn(&domain::programs::Program) -> String| program.map(of).unwrap_or_default();
        Self {
            name: core.text("/name", text(|one| one.name.clone())),
            kind: core.text("/kind", text(|one| one.kind.clone().unwrap_or_default())),
            department: core.text("/department_id", department.unwrap_or_default()),
            location: core.text("/location", text(|one| one.location.clone())),
            description: core.text("/description", text(|one| one.description.clone())),
            descriptions: Descriptions::new(core, found),
            open: core.mark("/open_to_intake", program.is_none_or(|one| one.open_to_intake)),
            escalate: core.text("/escalate_after_days", text(days)),
            staff: core.field("/staff", people(false)),
            managers: core.field("/managers", people(true)),
        }
    }

    /// After how many days managers are told; zero, which is refused, for what is no number.
    pub fn escalate_after_days(self) -> Option<u8> {
        self.escalate.some().map(|days| days.parse().unwrap_or(0))
    }

    /// Everybody once: who manages it works in it too.
    pub fn members(self) -> Vec<MemberDraft> {
        let managers = self.managers.get();
        let staff = self.staff.get();
        let others = staff.iter().filter(|id| !managers.contains(id)).map(|id| (id, false));
        let all = managers.iter().map(|id| (id, true)).chain(others);
        let member = |(id, manages): (&String, bool)| {
            Some(MemberDraft { user_id: id.parse::<UserId>().ok()?, manages })
        };
        all.filter_map(member).collect()
    }
}

fn days(program: &domain::programs::Program) -> String {
    program.escalate_after_days.map(|days| days.to_string()).unwrap_or_default()
}

/// Fields of a program. `there` works in it already, and is offered with everybody who could: whose account was closed
/// would otherwise be sent along unseen, and nobody could take them out.
#[component]
pub fn WishFields(wish: Wish, #[prop(optional)] there: Vec<Member>) -> impl IntoView {
    let session = use_session();
    let kinds = use_code_list("program_type");
    let departments = Reading::new(move || session.departments());
    let departments = Signal::derive(move || {
        let all = departments.value().unwrap_or_default().into_iter();
        all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    let colleagues = Reading::new(move || session.colleagues());
    let there = StoredValue::new(there);
    let people = Signal::derive(move || {
        let all = colleagues.value().unwrap_or_default();
        let left: Vec<_> = there.with_value(|there| {
            let gone = there.iter().filter(|member| all.iter().all(|one| one.id != member.user_id));
            gone.map(|member| (member.user_id.to_string(), member.name.clone())).collect()
        });
        all.into_iter().map(|one| (one.id.to_string(), one.name)).chain(left).collect::<Vec<_>>()
    });
    view! {
        <TextField field=wish.name label=tr!(programs.name)/>
        <div class="form-row">
            <Select field=wish.kind label=tr!(programs.kind) choices=kinds.choices(move || vec![wish.kind.get()])
                optional=true/>
            <Select field=wish.department label=tr!(programs.department) choices=departments optional=true/>
        </div>
        <TextField field=wish.location label=tr!(programs.location) optional=true/>
        <TextArea field=wish.description label=tr!(programs.description) help=tr!(programs.description_help)
            rows=3 optional=true/>
        <DescriptionFields descriptions=wish.descriptions/>
        <Check field=wish.open label=tr!(programs.open_field) help=tr!(programs.open_help)/>
        <TextField field=wish.escalate label=tr!(programs.escalate) help=tr!(programs.escalate_help)
            kind=Kind::Digits optional=true/>
        <Checks field=wish.managers label=tr!(programs.managers) choices=people optional=true/>
        <Checks field=wish.staff label=tr!(programs.staff) help=tr!(programs.staff_help) choices=people optional=true/>
    }
}
