//! What the dialogs share: the choice of a program, why it may be full, and that somebody else decides.

use domain::{
    follow_ups::FollowUp,
    ids::{ClientId, EnrollmentId, ProgramId},
    page::Page,
    permission::Permission,
    problem::FieldError,
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::Answer,
    components::loaded::Reading,
    forms::{Core, Field, Select, TextArea},
    i18n::tr,
    session::{Session, use_session},
};

/// A program that is to be chosen, and why one enters it though it is full.
#[derive(Clone, Copy)]
pub struct Goal {
    core: Core,
    pub program: Field<String>,
    why: Field<String>,
    /// The program turned out to be full; it stays told while somebody writes why.
    full: RwSignal<bool>,
}

impl Goal {
    pub fn new(core: Core) -> Self {
        let program = core.text("/program_id", "");
        program.reads_by(move || {
            let missing = program.parsed::<ProgramId>().is_none();
            missing.then(|| FieldError::new("/program_id", "required_choice"))
        });
        let (why, full) = (core.text("/override_reason", ""), RwSignal::new(false));
        Effect::new(move |_| {
            if core.errors().iter().any(|error| error.code == "full") {
                full.set(true);
            }
        });
        Self { core, program, why, full }
    }

    /// The program, or none that exists.
    pub fn id(self) -> ProgramId {
        self.program.parsed().unwrap_or_else(|| uuid::Uuid::nil().into())
    }

    /// The program that turned out to be full.
    pub fn full_program(self) -> Option<ProgramId> {
        self.program.parsed().filter(|_| self.full.get())
    }

    pub fn override_reason(self) -> Option<String> {
        self.why.some().filter(|_| self.full.get())
    }
}

#[component]
pub fn GoalFields(
    goal: Goal,
    client: ClientId,
    /// The program that the person is in, which is not offered.
    #[prop(optional)]
    but: Option<ProgramId>,
) -> impl IntoView {
    let session = use_session();
    let programs = Reading::new(move || session.programs());
    let choices = Signal::derive(move || {
        let all = programs.value().unwrap_or_default().into_iter();
        let offered = all.filter(|program| program.open_to_intake && Some(program.id) != but);
        offered.map(|program| (program.id.to_string(), program.name)).collect::<Vec<_>>()
    });
    let overrides = session.may_any(&[Permission::OverrideCapacity, Permission::ProposeEdits]);
    let why = move || {
        (goal.full.get() && overrides).then(|| {
            view! {
                <TextArea field=goal.why label=tr!(enrollments.override_reason) help=tr!(enrollments.override_help) rows=2
                    optional=true/>
            }
        })
    };
    let restricted = move || goal.core.errors().iter().any(|error| error.code == "restricted");
    let href = format!("/staff/clients/{client}/restrictions");
    let bypasses = session.may(Permission::BypassRestrictions);
    let way = move || {
        (restricted() && bypasses).then(
            || view! { <p><A href=href.clone() {..} class="link">{tr!(enrollments.bypass_there)}</A></p> },
        )
    };
    view! {
        <Select field=goal.program label=tr!(enrollments.program) choices/>
        {way}
        {why}
    }
}

/// Whoever only proposes reads that before they write.
#[component]
pub fn Proposes() -> impl IntoView {
    let session = use_session();
    let proposes = session.may(Permission::ProposeEdits) && !session.may(Permission::Enroll);
    proposes.then(|| view! { <p class="muted">{tr!(enrollments.proposes)}</p> })
}

/// What the program's staff would leave behind. Who sees no follow-ups is told when saving.
pub async fn left_by_ending(
    session: Session,
    id: EnrollmentId,
    goal: Option<ProgramId>,
) -> Answer<Page<FollowUp>> {
    match session.may(Permission::SeeFollowUps) {
        true => session.left_by_ending(id, goal).await,
        false => Ok(Page { items: Vec::new(), next: None, total: None }),
    }
}
