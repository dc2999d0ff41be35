//! Everything about the form that is being filled in. It stands above the parts and outlives them.

use domain::{
    account::LinkCode,
    applications::{ApplicationDraft, Step},
    code_lists::label,
    drafts::{IntakeForm, OpenDraft, ProgramChoice, SavedForm},
    intake_links::OpenedBy,
    organization::PublicOrganization,
    ssn::TypedSsn,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    fields::{Fields, place},
    saver::Saver,
    uploads::Uploads,
};
use crate::{
    api::{intake, key::new_key},
    forms::{Choices, Core, Form},
    i18n::{I18n, Language, use_i18n},
};

const PARTS: usize = Step::ALL.len();

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Filling {
    offered: RwSignal<IntakeForm>,
    parts: [Form<ApplicationDraft>; PARTS],
    pub fields: Fields,
    /// The part on the screen.
    pub step: RwSignal<Step>,
    pub ssn: Ssn,
    pub saver: Saver,
    pub uploads: Uploads,
    /// The person has moved from one part to another.
    pub moved: StoredValue<bool>,
    /// The form was begun on an earlier visit.
    pub restored: RwSignal<bool>,
    /// The organization's link that the form was opened by, on this visit or an earlier one.
    pub opened_by: StoredValue<Option<OpenedBy>>,
    /// Makes a repeated sending one application.
    pub key: StoredValue<String>,
    /// It was sent, and whether it arrived is not known.
    pub tried: StoredValue<bool>,
}

/// The social security number that the server keeps: whether there is one, never which.
#[derive(Clone, Copy)]
pub struct Ssn {
    pub kept: RwSignal<bool>,
    /// It was taken back.
    pub removed: RwSignal<bool>,
}

impl Filling {
    /// `by` is the link that it was opened by just now.
    pub fn new(offered: IntakeForm, draft: OpenDraft, by: Option<LinkCode>) -> Self {
        let i18n = use_i18n();
        let (version, limits) = (StoredValue::new(offered.consent_version.clone()), offered.limits);
        let cores: [Core; PARTS] = std::array::from_fn(|at| Core::new(Step::ALL[at].code()));
        let fields = Fields::new(|step| cores[step as usize], &draft.form, &offered.fields);
        let build = move || complete(&fields, i18n, version);
        let part = |at: usize| {
            let find = move |form: &ApplicationDraft, today| {
                let mut errors = form.check_step(Step::ALL[at], today);
                if Step::ALL[at] == Step::More {
                    errors
                        .extend(fields.more().into_iter().filter_map(|(asked, _)| asked.wrong(&form.fields)));
                }
                errors
            };
            Form::part(cores[at], build, find, place)
        };
        let step = RwSignal::new(draft.step);
        // What a link chose beforehand, nobody typed.
        let chosen = if draft.opened_by.is_some() { &[][..] } else { &draft.form.program_interests };
        let typed = ApplicationDraft { program_interests: chosen.to_vec(), ..draft.form.clone() };
        let restored = !typed.is_blank();
        let ssn = Ssn { kept: RwSignal::new(draft.ssn_given), removed: RwSignal::new(false) };
        let typed =
            move || SavedForm { form: ssn.shortened(build()), step: step.get(), ..SavedForm::default() };
        let saver = Saver::new(&draft, by, typed);
        Self {
            offered: followed(offered, i18n),
            parts: std::array::from_fn(part),
            fields,
            step,
            ssn,
            saver,
            uploads: Uploads::new(draft.documents, limits, saver),
            moved: StoredValue::new(false),
            restored: RwSignal::new(restored),
            opened_by: StoredValue::new(draft.opened_by),
            key: StoredValue::new(new_key()),
            tried: StoredValue::new(false),
        }
    }

    /// The parts of this organization's form, in order.
    pub fn steps(self) -> impl Iterator<Item = Step> {
        Step::all(self.offered.with_untracked(|offered| !offered.fields.is_empty()))
    }

    pub fn after(self, step: Step) -> Option<Step> {
        self.steps().find(|other| *other > step)
    }

    pub fn before(self, step: Step) -> Option<Step> {
        self.steps().take_while(|other| *other < step).last()
    }

    /// The form of one part.
    pub fn part(self, step: Step) -> Form<ApplicationDraft> {
        self.parts[step as usize]
    }

    /// Everything that is filled in.
    pub fn draft(self) -> ApplicationDraft {
        self.part(Step::Review).value()
    }

    pub fn organization(self) -> PublicOrganization {
        self.offered.with_untracked(|offered| offered.organization.clone())
    }

    /// What the organization offers, in the reader's language as far as it wrote in it.
    pub fn programs(self) -> Vec<ProgramChoice> {
        self.offered.with(|offered| offered.programs.clone())
    }

    /// How the organization asks where somebody lives, in the same way.
    pub fn residency_label(self) -> String {
        self.offered.with(|offered| offered.organization.residency_label.clone())
    }

    /// What a code list offers, in the reader's language.
    pub fn choices(self, i18n: I18n, list: &'static str) -> Choices {
        Signal::derive(move || {
            let language = i18n.language().code();
            self.offered.with(|offered| {
                let choices = offered.lists.get(list).map(Vec::as_slice).unwrap_or_default();
                let worded =
                    choices.iter().map(|one| (one.code.clone(), label(&one.labels, language).into()));
                worded.collect()
            })
        })
    }
}

/// What the form offers, read again in another language where the reader chooses one. Where that fails the texts stay as
/// they are.
fn followed(offered: IntakeForm, i18n: I18n) -> RwSignal<IntakeForm> {
    let offered = RwSignal::new(offered);
    Effect::new(move |was: Option<Language>| {
        let language = i18n.language();
        if was.is_some_and(|was| was != language) {
            spawn_local(async move {
                if let Ok(form) = intake::form(language).await {
                    offered.try_set(form);
                }
            });
        }
        language
    });
    offered
}

fn complete(fields: &Fields, i18n: I18n, version: StoredValue<String>) -> ApplicationDraft {
    ApplicationDraft {
        consent_version: version.get_value(),
        language: i18n.language().code().into(),
        ..fields.draft()
    }
}

impl Ssn {
    /// A number that is not whole yet is not saved; one that was taken back is taken back there too.
    fn shortened(self, mut form: ApplicationDraft) -> ApplicationDraft {
        form.ssn = form.ssn.filter(|typed| typed.parse().is_ok());
        if form.ssn.is_none() && self.removed.get() {
            form.ssn = Some(TypedSsn::default());
        }
        form
    }
}

pub fn use_filling() -> Filling {
    expect_context::<Filling>()
}
