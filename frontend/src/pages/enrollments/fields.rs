//! What the dialogs share: the choice of a program, why it may be full, and that somebody else decides.

use domain::{
    follow_ups::FollowUp,
    ids::{ClientId, EnrollmentId, ProgramId},
    page::Page,
    permission::Permission,
    problem::FieldError,
    waitlist::{WaitlistEntry, passed_by},
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::Answer,
    components::loaded::Reading,
    forms::{Core, Field, Select, TextArea},
    i18n::{say, tr, use_i18n},
    session::{Session, use_session},
};

/// Why somebody is in a program though it is full, or others wait. It is asked once that turned out, and stays asked while
/// somebody writes.
#[derive(Clone, Copy)]
pub struct Over {
    why: Field<String>,
    /// What takes a reason, as the server told.
    takes: RwSignal<Option<String>>,
    /// Whether it takes one as others would be passed.
    passes: RwSignal<bool>,
    /// What is asked for now.
    now: Signal<String>,
}

impl Over {
    /// `now` is what is asked for: where it becomes another, nothing is known of its places yet.
    pub fn new(core: Core, now: Signal<String>) -> Self {
        let (takes, passes) = (RwSignal::new(None), RwSignal::new(false));
        let over = Self { why: core.text("/override_reason", ""), takes, passes, now };
        Effect::new(move |_| {
            if core.errors().iter().any(|error| matches!(error.code.as_str(), "full" | "others_wait")) {
                over.takes_a_reason();
            }
        });
        over
    }

    fn takes_a_reason(self) {
        self.takes.set(Some(self.now.get_untracked()));
    }

    fn is_asked(self) -> bool {
        self.passes.get() || self.takes.get().is_some_and(|what| what == self.now.get())
    }

    pub fn reason(self) -> Option<String> {
        self.why.some().filter(|_| self.is_asked())
    }
}

/// Asks for the reason where it turned out to take one, and the reader may give it or propose it. Without one it is refused.
#[component]
pub fn OverField(over: Over) -> impl IntoView {
    let overrides = use_session().may_any(&[Permission::OverrideCapacity, Permission::ProposeEdits]);
    move || {
        (overrides && over.is_asked()).then(|| {
            view! {
                <TextArea field=over.why label=tr!(enrollments.override_reason) help=tr!(enrollments.override_help) rows=2/>
            }
        })
    }
}

/// A program that is to be chosen, and why one enters it though it is full or others wait.
#[derive(Clone, Copy)]
pub struct Goal {
    core: Core,
    pub program: Field<String>,
    over: Over,
    /// Whether the person waits for it already.
    waits: RwSignal<bool>,
    /// Whether it is of days that have gone by: those are written down after the fact, and take nobody's place.
    gone: Signal<bool>,
}

impl Goal {
    pub fn new(core: Core) -> Self {
        let program = core.text("/program_id", "");
        program.reads_by(move || {
            let missing = program.parsed::<ProgramId>().is_none();
            missing.then(|| FieldError::new("/program_id", "required_choice"))
        });
        let over = Over::new(core, program.signal().into());
        Self { core, program, over, waits: RwSignal::new(false), gone: Signal::stored(false) }
    }

    /// The same, where the days may have gone by.
    pub fn on_days(self, gone: Signal<bool>) -> Self {
        Self { gone, ..self }
    }

    /// The program, or none that exists.
    pub fn id(self) -> ProgramId {
        self.program.parsed().unwrap_or_else(|| uuid::Uuid::nil().into())
    }

    /// The program in which there is no place that is theirs, as long as no other one is chosen, where they do not wait for
    /// it already. Nobody waits for days that have gone by.
    pub fn to_wait_for(self) -> Option<ProgramId> {
        self.program.parsed().filter(|_| self.over.is_asked() && !self.waits.get() && !self.gone.get())
    }

    pub fn override_reason(self) -> Option<String> {
        self.over.reason()
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
        <Waiting goal client/>
        {way}
        <OverField over=goal.over/>
    }
}

/// Who waits for a place in the program that is chosen, and who would be passed. Nothing stands here where nobody waits, and
/// nobody is passed on days that have gone by.
#[component]
fn Waiting(goal: Goal, client: ClientId) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let list = Reading::new(move || {
        let chosen = goal.program.parsed::<ProgramId>();
        async move {
            match chosen {
                Some(program) => session.waiting_in(program).await,
                None => Ok(Vec::new()),
            }
        }
    });
    let line = Memo::new(move |_| {
        let (chosen, gone) = (goal.program.parsed::<ProgramId>(), goal.gone.get());
        // What was read for the program before stands there until the new answer comes.
        let all = list.value().unwrap_or_default().into_iter();
        all.filter(|entry| !gone && Some(entry.program_id) == chosen).collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let line = line.get();
        goal.waits.set(line.iter().any(|entry| entry.client_id == client));
        goal.over.passes.set(!passed(&line, client).is_empty());
    });
    let words = move || {
        let line = line.get();
        let names = passed(&line, client);
        match (line.len(), names.len()) {
            (0, _) => None,
            (many, 0) => Some(say!(i18n, enrollments.wait_for_it, n = many)),
            (_, many) => Some(say!(i18n, enrollments.wait_before, n = many, names = first_few(&names))),
        }
    };
    move || words().map(|words| view! { <p class="muted" role="status">{words}</p> })
}

/// The names of those who wait before the person, of the people in sight.
fn passed(line: &[WaitlistEntry], client: ClientId) -> Vec<&str> {
    let passed = passed_by(line, |entry| (entry.client_id == client, entry.status));
    passed.into_iter().map(|entry| entry.client_name.as_str()).collect()
}

/// So many names are read at a glance.
const FEW: usize = 5;

fn first_few(names: &[&str]) -> String {
    let more = if names.len() > FEW { ", …" } else { "" };
    format!("{}{more}", names.iter().take(FEW).copied().collect::<Vec<_>>().join(", "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_was_full_says_nothing_of_another_one() {
        Owner::new().with(|| {
            let core = Core::new("enroll");
            let program = core.text("/program_id", "a");
            let why = core.text("/override_reason", "They come together");
            let (takes, passes) = (RwSignal::new(None), RwSignal::new(false));
            let over = Over { why, takes, passes, now: program.signal().into() };
            assert_eq!(over.reason(), None);
            over.takes_a_reason();
            assert_eq!(over.reason().as_deref(), Some("They come together"));
            program.set("b".to_owned());
            assert_eq!(over.reason(), None);
            over.passes.set(true);
            assert_eq!(over.reason().as_deref(), Some("They come together"), "others wait for that one");
            over.passes.set(false);
            assert_eq!(over.reason(), None, "nobody waits for days that have gone by");
        });
    }
}
