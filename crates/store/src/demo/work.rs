//! Some months of work: notes, follow-ups, a file and applications, each by whoever would have done it.

use chrono::{DateTime, Days, NaiveDate, TimeDelta};
use diesel::prelude::*;
use domain::{
    applications::ApplicationDraft,
    changes::Edit,
    clients::{ClientPatch, Stage, StageMove},
    demographics::{Answer, Question},
    enrollments::EnrollmentRequestDraft,
    follow_ups::FollowUpDraft,
    ids::{ClientId, DocumentId, ProgramId, SessionId},
    legal_holds::HoldReason,
    notes::{GENERAL, NoteDraft},
    patch::Patch,
    programs::ProgramPatch,
};
use uuid::Uuid;

use super::{
    Cast, Served,
    people::{program_at, user},
};
use crate::{
    Store, StoreError, StoreResult, applications, changes, documents, enrollments,
    files::{Stored, Vault, inspect},
    follow_ups, intake, legal_holds, new_id, notes, programs,
    schema::{clients, jobs, sessions},
    scope::Scoped,
    tx::{Caller, Who, WriteTx},
};

pub(super) fn some_months(store: &Store, vault: &Vault) -> StoreResult<()> {
    let casey = Desk::of(store, Cast::Casey)?;
    casey.case_of_maria()?;
    casey.plan_of_maria()?;
    casey.file_a_letter(vault, Served::Maria)?;
    casey.leave()?;
    let otto = Desk::of(store, Cast::Otto)?;
    otto.case_of_darnell()?;
    otto.plan_of_darnell()?;
    otto.file_a_letter(vault, Served::Darnell)?;
    otto.leave()?;
    let tess = Desk::of(store, Cast::Tess)?;
    tess.ask()?;
    tess.leave()?;
    let cora = Desk::of(store, Cast::Cora)?;
    cora.hold()?;
    cora.leave()?;
    let lena = Desk::of(store, Cast::Lena)?;
    lena.propose()?;
    lena.leave()?;
    apply(store)
}

/// Somebody at work, signed in for as long as it takes.
pub(super) struct Desk<'a> {
    store: &'a Store,
    session: SessionId,
}

impl<'a> Desk<'a> {
    pub(super) fn of(store: &'a Store, person: Cast) -> StoreResult<Self> {
        let session = SessionId::from(new_id());
        store.write_public(&Caller::job(), "demo.sign_in", |tx| {
            let (user, end) = (user(tx, person)?, tx.now() + TimeDelta::hours(1));
            tx.run(diesel::insert_into(sessions::table).values((
                sessions::id.eq(session.uuid()),
                sessions::user_id.eq(user.uuid()),
                sessions::expires_at.eq(end),
                sessions::device.eq("demo"),
            )))
        })?;
        Ok(Self { store, session })
    }

    pub(super) fn leave(self) -> StoreResult<()> {
        self.store.write_public(&Caller::job(), "demo.sign_out", |tx| {
            tx.run(
                diesel::update(sessions::table.find(self.session.uuid()))
                    .set(sessions::revoked_at.eq(tx.now())),
            )
        })?;
        Ok(())
    }

    pub(super) fn write<T>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let caller = Caller::of(Who::Session(self.session));
        self.store.write(&caller, &[], operation, work)
    }

    fn note(&self, whom: Served, kind: &str, days_ago: i64, text: &str) -> StoreResult<()> {
        self.write_note(whom, days_ago, NoteDraft { kind: kind.into(), ..plain(text) })
    }

    fn confide(&self, whom: Served, days_ago: i64, text: &str) -> StoreResult<()> {
        self.write_note(whom, days_ago, NoteDraft { confidential: true, ..plain(text) })
    }

    fn write_note(&self, whom: Served, days_ago: i64, draft: NoteDraft) -> StoreResult<()> {
        self.write("notes.create", |tx| {
            let draft = NoteDraft { happened_at: tx.now() - TimeDelta::days(days_ago), ..draft };
            let client = client(tx, whom)?;
            notes::create(tx, client, &draft).map(|_| ())
        })
    }

    fn follow_up(&self, whom: Served, in_days: u64, purpose: &str) -> StoreResult<()> {
        self.write("follow_ups.set", |tx| {
            let due_on = tx.today() + Days::new(in_days);
            let draft =
                FollowUpDraft { due_on, purpose: purpose.to_owned(), assignee_id: None, repeats: None };
            let client = client(tx, whom)?;
            follow_ups::set(tx, client, &draft).map(|_| ())
        })
    }

    fn move_to(&self, whom: Served, stage: Stage) -> StoreResult<()> {
        self.write("clients.move_stage", |tx| {
            let client = client(tx, whom)?;
            changes::submit(tx, Edit::MoveStage { client, to: StageMove { stage } }, None).map(|_| ())
        })
    }

    fn case_of_maria(&self) -> StoreResult<()> {
        self.note(
            Served::Maria,
            "initial",
            52,
            "First meeting. María worked six years in hotel kitchens and wants to move into construction. \
             She is free from 8 to 3 while her daughter is at school.",
        )?;
        self.move_to(Served::Maria, Stage::Assessment)?;
        self.note(
            Served::Maria,
            "training",
            40,
            "Started at CityBuild Academy. Safety boots and gloves from the equipment fund.",
        )?;
        self.move_to(Served::Maria, Stage::ProgressTracking)?;
        self.confide(
            Served::Maria,
            12,
            "Asked that her former partner is not told where she trains. The front desk knows not to answer \
             questions about her.",
        )?;
        self.note(Served::Maria, GENERAL, 2, "Called about the bus pass. It is at the front desk.")?;
        self.follow_up(Served::Maria, 0, "Bring the OSHA 10 certificate to the office")?;
        self.follow_up(Served::Maria, 6, "Mock interview for the apprenticeship")?;
        self.follow_up(Served::Sukarno, 2, "Call about the forklift course")?;
        self.follow_up(Served::Siobhan, 21, "Three months in the new job: how is it going?")
    }

    fn case_of_darnell(&self) -> StoreResult<()> {
        self.note(Served::Darnell, "initial", 30, "Looking for night work as a security guard.")?;
        self.confide(
            Served::Darnell,
            20,
            "Is waiting for a hearing in March and asked to keep this private.",
        )?;
        self.follow_up(Served::Darnell, 4, "Guard card fingerprints")
    }

    /// A letter as a file, checked and sealed like any upload.
    fn file_a_letter(&self, vault: &Vault, whom: Served) -> StoreResult<()> {
        let (name, content) =
            ("Letter of recommendation.txt", format!("To whom it may concern: {} …\n", whom.first_name()));
        let format = inspect(name, content.as_bytes())
            .map_err(|refusal| StoreError::Internal(format!("the demo letter: {}", refusal.code())))?;
        let id = DocumentId::from(new_id());
        let stored = keep(vault, id, content.as_bytes())?;
        let file = documents::File {
            id,
            name: name.into(),
            format,
            size: i64::try_from(stored.size).unwrap_or(i64::MAX),
            sha256: stored.sha256,
        };
        self.write("documents.add", |tx| {
            let client = client(tx, whom)?;
            documents::add(tx, client, &file).map(|_| ())
        })
    }

    /// Cora keeps a record that a court asked for.
    fn hold(&self) -> StoreResult<()> {
        self.write("legal_holds.set", |tx| {
            let reason = "Subpoena in his wage claim against a former employer. Keep everything until the county \
                          counsel says that it is over.";
            let client = client(tx, Served::Jose)?;
            legal_holds::set(tx, client, &HoldReason { reason: reason.into() }).map(|_| ())
        })
    }

    /// Tess asks to be in a program herself: one in which there is a place, and where nobody waits before her.
    fn ask(&self) -> StoreResult<()> {
        self.write("enrollments.ask", |tx| {
            let (program_id, start_date) = (program_at(tx, 3)?, tx.today() + Days::new(10));
            enrollments::ask(tx, &EnrollmentRequestDraft { program_id, start_date }).map(|_| ())
        })
    }

    /// Lena proposes what somebody else has to approve.
    fn propose(&self) -> StoreResult<()> {
        self.write("programs.amend", |tx| {
            let id = program_at(tx, 1)?;
            let location = Some("3120 Mission Street, second floor".into());
            let patch = ProgramPatch { location, ..ProgramPatch::default() };
            let version = programs::find(tx, id)?.program.version;
            changes::submit(tx, Edit::UpdateProgram { id, patch }, Some(version)).map(|_| ())
        })?;
        self.write("clients.update", |tx| {
            let patch = ClientPatch { preferred_name: Patch::Set("Jo".into()), ..ClientPatch::default() };
            let id = client(tx, Served::Jose)?;
            changes::submit(tx, Edit::UpdateClient { id, patch }, None).map(|_| ())
        })?;
        for whom in [Served::Maria, Served::Darnell] {
            self.write("clients.update", |tx| {
                let id = client(tx, whom)?;
                let patch = ClientPatch {
                    neighborhood: Patch::Clear,
                    referral_source: Patch::Clear,
                    ..ClientPatch::default()
                };
                changes::submit(tx, Edit::UpdateClient { id, patch }, None).map(|_| ())
            })?;
        }
        Ok(())
    }
}

/// A general note that everybody on the case may read.
fn plain(text: &str) -> NoteDraft {
    NoteDraft {
        kind: GENERAL.into(),
        happened_at: DateTime::default(),
        text: text.to_owned(),
        program_id: None,
        confidential: false,
        mentions: Vec::new(),
    }
}

/// Two people who applied, one of them known already.
fn apply(store: &Store) -> StoreResult<()> {
    let anybody = Caller::of(Who::Public);
    for form in [rosa(), maria_again()] {
        let key = new_id().to_string();
        store.write_public(&anybody, "applications.submit", |tx| {
            let program_interests = some_programs(tx, &form)?;
            let form = ApplicationDraft { program_interests, ..form.clone() };
            applications::submit(tx, &key, None, &form)
        })?;
    }
    // Nobody of the demo has a mailbox.
    store.write_public(&anybody, "demo.load", |tx| tx.run(diesel::delete(jobs::table)).map(drop))
}

/// Who wants to work outdoors looks at two programs, the other at one.
fn some_programs(tx: &mut WriteTx, form: &ApplicationDraft) -> StoreResult<Vec<ProgramId>> {
    let many = if form.language == "es" { 2 } else { 1 };
    Ok(intake::open_programs(tx, &domain::organization::Reader::default())?
        .into_iter()
        .take(many)
        .map(|program| program.id)
        .collect())
}

fn rosa() -> ApplicationDraft {
    ApplicationDraft {
        first_name: "Rosa".into(),
        last_name: "Quispe".into(),
        date_of_birth: NaiveDate::from_ymd_opt(1998, 7, 14),
        phone: "415-555-0171".into(),
        email: "rosa.quispe@example.org".into(),
        residency: "resident".into(),
        answers: vec![
            Answer::given(Question::PrimaryLanguage, vec!["spanish".into()]),
            Answer::given(Question::EmploymentStatus, vec!["looking".into()]),
            Answer::declined(Question::Gender),
        ],
        employment_goals: "I would like to learn a trade and work outdoors.".into(),
        referral_source: "friend_family".into(),
        consent: true,
        consent_version: "2026-1".into(),
        language: "es".into(),
        ..ApplicationDraft::default()
    }
}

/// The same birthday and phone as María, and nearly her name.
fn maria_again() -> ApplicationDraft {
    ApplicationDraft {
        first_name: "Maria".into(),
        last_name: "Delgado Ruiz".into(),
        date_of_birth: NaiveDate::from_ymd_opt(1990, 2, 28),
        phone: "(415) 555-0100".into(),
        employment_goals: "A better paid job near home.".into(),
        language: "en".into(),
        ..rosa()
    }
}

pub(super) fn client(tx: &mut WriteTx, person: Served) -> StoreResult<ClientId> {
    let query = Scoped::over(tx.actor(), clients::table, clients::id)
        .filter(clients::first_name.eq(person.first_name()))
        .filter(clients::last_name.eq(person.last_name()));
    let id: Uuid = tx.first(query.select(clients::id))?;
    Ok(id.into())
}

/// The vault is asynchronous and the store is not, so a thread of its own waits for it.
pub(super) fn keep(vault: &Vault, id: DocumentId, content: &[u8]) -> StoreResult<Stored> {
    let kept = std::thread::scope(|scope| {
        let keeper = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut writer = vault.begin(id).await?;
                writer.write(content).await?;
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>(writer.finish().await?)
            })
        });
        keeper.join()
    });
    match kept {
        Ok(Ok(stored)) => Ok(stored),
        Ok(Err(error)) => Err(StoreError::Internal(format!("a file of the demo: {error}"))),
        Err(_) => Err(StoreError::Internal("a file of the demo: its thread panicked".into())),
    }
}
