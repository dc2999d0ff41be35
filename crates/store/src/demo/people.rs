//! Who works here and who is served.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate};
use diesel::prelude::*;
use domain::{
    assignments::AssignmentDraft,
    changes::Edit,
    clients::{Address, ClientDraft, ContactKind, ContactPoint, EmergencyContact},
    demographics::{Answer, Answers, Corrected, Question},
    enrollments::{DischargeDraft, EnrollmentDraft},
    ids::{ClientId, ProgramId, UserId},
    restrictions::{Reach, RestrictionDraft},
    ssn::TypedSsn,
    waitlist::{Joining, OfferDraft},
};
use uuid::Uuid;

use super::{Cast, Served};
use crate::{
    StoreError, StoreResult,
    canonical::Applied,
    changes::{self, Outcome},
    passwords::{self, HashedPassword},
    schema::{program_staff, programs, restrictions, users},
    scope::Scoped,
    tx::WriteTx,
    users::{self as accounts, NewUser},
    waitlist,
};

/// The cast's passwords, hashed.
pub(super) type Hashes = HashMap<Cast, HashedPassword>;

/// A password hash for each of the cast. The same password is hashed once.
pub(super) fn hashed(password_of: &dyn Fn(Cast) -> String) -> StoreResult<Hashes> {
    let mut known: HashMap<String, HashedPassword> = HashMap::new();
    let mut hashes = HashMap::new();
    for person in Cast::ALL {
        let password = password_of(*person);
        let hash = match known.get(&password) {
            Some(hash) => hash.clone(),
            None => passwords::hash(&password)?,
        };
        known.insert(password, hash.clone());
        hashes.insert(*person, hash);
    }
    Ok(hashes)
}

/// Makes the accounts: of staff, and of participants for the records that are theirs.
pub(super) fn employ(tx: &mut WriteTx, hashes: &Hashes) -> StoreResult<()> {
    for person in Cast::ALL {
        let own = match person {
            Cast::Wendy => Some(create(tx, Served::WendyHerself)?),
            Cast::Tess => Some(create(tx, Served::TessHerself)?),
            _ => None,
        };
        let roles = &[person.role()];
        let password = hashes.get(person);
        accounts::create(
            tx,
            NewUser { name: person.name(), email: person.email(), roles, password, client: own },
        )?;
    }
    let program = first_program(tx)?;
    let manager = user(tx, Cast::Casey)?;
    tx.run(diesel::insert_into(program_staff::table).values((
        program_staff::program_id.eq(program.uuid()),
        program_staff::user_id.eq(manager.uuid()),
        program_staff::manages.eq(true),
    )))?;
    Ok(())
}

/// Makes the clients with their assignments, enrollments, restrictions, a waiting list and a corrected answer.
pub(super) fn serve(tx: &mut WriteTx) -> StoreResult<()> {
    let mut ids = HashMap::new();
    let has_account = [Served::WendyHerself, Served::TessHerself];
    for person in Served::ALL.iter().filter(|person| !has_account.contains(person)) {
        ids.insert(*person, create(tx, *person)?);
    }
    for (client, staff) in ASSIGNED {
        let draft = AssignmentDraft { user_id: user(tx, *staff)? };
        apply(tx, Edit::AssignStaff { client: ids[client], draft })?;
    }
    enroll(tx, &ids)?;
    restrict(tx, &ids)?;
    wait(tx, &ids)?;
    correct(tx, &ids)
}

const ASSIGNED: &[(Served, Cast)] = &[
    (Served::Maria, Cast::Casey),
    (Served::Maria, Cast::Cole),
    (Served::Maria, Cast::Stan),
    (Served::Maria, Cast::Vera),
    (Served::Sukarno, Cast::Casey),
    (Served::Darnell, Cast::Otto),
    (Served::Jose, Cast::Cole),
    (Served::Siobhan, Cast::Casey),
    (Served::Hubert, Cast::Casey),
    (Served::Olena, Cast::Stan),
];

/// People differ in what is known about them; what stands here is made up.
fn draft(person: Served) -> ClientDraft {
    let number = person as u32;
    let phone =
        |value: String| ContactPoint { kind: ContactKind::Phone, value, label: None, may_contact: true };
    let born =
        NaiveDate::from_ymd_opt(1962 + (number as i32 * 7) % 40, 1 + number % 12, 1 + (number * 5) % 28);
    let plain = ClientDraft {
        first_name: person.first_name().into(),
        last_name: person.last_name().into(),
        date_of_birth: born,
        residency: Some("resident".into()),
        referral_source: Some("friend_family".into()),
        contact_points: vec![phone(format!("415-555-{:04}", 100 + number))],
        answers: vec![Answer::given(Question::PrimaryLanguage, vec!["english".into()])],
        ..ClientDraft::default()
    };
    match person {
        Served::Maria => maria(plain),
        Served::Siobhan => ClientDraft { preferred_name: Some("Shiv".into()), ..plain },
        Served::Hubert => ClientDraft { aliases: vec!["Hubert Wolfe".into()], ..plain },
        Served::Wei => {
            ClientDraft { addresses: vec![Address { no_fixed_address: true, ..Address::default() }], ..plain }
        }
        _ => plain,
    }
}

fn maria(plain: ClientDraft) -> ClientDraft {
    let email = ContactPoint {
        kind: ContactKind::Email,
        value: "maria.delgado@example.org".into(),
        label: None,
        may_contact: true,
    };
    let contact_points = plain.contact_points.into_iter().chain([email]).collect();
    ClientDraft {
        preferred_name: Some("Mari".into()),
        aliases: vec!["María Delgado Ruiz".into()],
        date_of_birth: NaiveDate::from_ymd_opt(1990, 2, 28),
        ssn: Some(TypedSsn::new("536-22-1234")),
        residency_verified_by: Some("utility_bill".into()),
        contact_points,
        addresses: vec![Address {
            street: "2948 24th Street".into(),
            unit: "Apt 3".into(),
            city: "San Francisco".into(),
            region: "CA".into(),
            postal_code: "94110".into(),
            ..Address::default()
        }],
        emergency_contact: Some(EmergencyContact {
            name: "Rosa Delgado".into(),
            relationship: "Sister".into(),
            phone: "415-555-0199".into(),
        }),
        answers: vec![
            Answer::given(Question::Sex, vec!["female".into()]),
            Answer::given(Question::RaceEthnicity, vec!["hispanic_latino".into()]),
            Answer::given(Question::PrimaryLanguage, vec!["spanish".into()]),
            Answer::given(Question::ImmigrationStatus, vec!["permanent_resident".into()]),
            Answer::declined(Question::SexualOrientation),
        ],
        ..plain
    }
}

fn create(tx: &mut WriteTx, person: Served) -> StoreResult<ClientId> {
    match apply(tx, Edit::CreateClient { draft: draft(person) })? {
        Applied::Client(client) => Ok(client.id),
        other => Err(StoreError::Internal(format!("a client became {other:?}"))),
    }
}

fn enroll(tx: &mut WriteTx, ids: &HashMap<Served, ClientId>) -> StoreResult<()> {
    let (program, today) = (first_program(tx)?, tx.today());
    for (person, start, end) in [
        (Served::Minh, 60, None),
        (Served::Maria, 45, None),
        (Served::Fatima, 200, Some((20, "moved_away"))),
        (Served::Jose, 400, Some((300, "employed"))),
    ] {
        let ago = |days: u64| today - Days::new(days);
        let draft = EnrollmentDraft {
            program_id: program,
            start_date: ago(start),
            end_date: None,
            source_system: None,
            override_reason: None,
        };
        let made = apply(tx, Edit::Enroll { client: ids[&person], draft })?;
        let (Some((last, reason)), Applied::Enrollment(made)) = (end, made) else { continue };
        let (reason, comment) = (reason.into(), String::new());
        let draft =
            DischargeDraft { end_date: ago(last), reason, comment, override_reason: None, follow_ups: None };
        apply(tx, Edit::Discharge { id: made.id, draft })?;
    }
    Ok(())
}

fn restrict(tx: &mut WriteTx, ids: &HashMap<Served, ClientId>) -> StoreResult<()> {
    let (program, today) = (first_program(tx)?, tx.today());
    let january = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let drafts = [
        (
            Served::Maria,
            Reach::Program { program_id: program },
            today - Days::new(10),
            None,
            "Left the site with a borrowed drill and did not bring it back.",
        ),
        (
            Served::Darnell,
            Reach::Organization,
            january - Days::new(300),
            Some(january),
            "Shouted at a volunteer and would not leave.",
        ),
        (
            Served::Fatima,
            Reach::Organization,
            today + Days::new(14),
            Some(today + Days::new(44)),
            "Asked to pause all services while she is abroad.",
        ),
        (
            Served::Hubert,
            Reach::Program { program_id: program_at(tx, 2)? },
            today - Days::new(90),
            None,
            "Fell asleep on two posts. Look again once he has seen his doctor.",
        ),
    ];
    for (person, reach, start_date, end_date, reason) in drafts {
        // What has lasted for three months is looked at again today.
        let in_days = if start_date < today - Days::new(80) { 0 } else { 80 };
        let review_date = end_date.is_none().then_some(today + Days::new(in_days));
        let draft = RestrictionDraft { reach, start_date, end_date, review_date, reason: reason.into() };
        apply(tx, Edit::AddRestriction { client: ids[&person], draft })?;
    }
    // Nobody of the demo is told of it in the morning.
    tx.run(
        diesel::update(restrictions::table.filter(restrictions::review_date.le(today)))
            .set(restrictions::review_told_for.eq(restrictions::review_date)),
    )?;
    Ok(())
}

/// Two who wait for a place: the first one is offered it, from next week on.
fn wait(tx: &mut WriteTx, ids: &HashMap<Served, ClientId>) -> StoreResult<()> {
    let program = program_at(tx, 4)?;
    for person in [Served::Jose, Served::Siobhan] {
        waitlist::join(tx, program, &Joining { client_id: ids[&person] })?;
    }
    let offer = OfferDraft { start_date: tx.today() + Days::new(7), reply_days: 5 };
    waitlist::offer(tx, program, &offer).map(|_| ())
}

/// An answer that was written down wrong, and the right one in its place.
fn correct(tx: &mut WriteTx, ids: &HashMap<Served, ClientId>) -> StoreResult<()> {
    let (client, since) = (ids[&Served::Siobhan], tx.today());
    for (level, is_correction) in [("some_college", false), ("bachelor", true)] {
        let corrects =
            if is_correction { vec![Corrected { question: Question::Education, since }] } else { Vec::new() };
        let answers = vec![Answer::given(Question::Education, vec![level.into()])];
        apply(tx, Edit::AnswerDemographics { client, answers: Answers { answers, corrects } })?;
    }
    Ok(())
}

fn apply(tx: &mut WriteTx, edit: Edit) -> StoreResult<Applied> {
    match changes::submit(tx, edit, None)? {
        Outcome::Applied(applied) => Ok(*applied),
        Outcome::Proposed(change) => {
            Err(StoreError::Internal(format!("the demo only proposed {}", change.edit)))
        }
    }
}

fn first_program(tx: &mut WriteTx) -> StoreResult<ProgramId> {
    program_at(tx, 0)
}

/// The program that stands there in the organization's order, beginning with zero.
pub(super) fn program_at(tx: &mut WriteTx, place: usize) -> StoreResult<ProgramId> {
    let ids: Vec<Uuid> = tx.load(
        Scoped::by_permission(programs::table)
            .order((programs::position, programs::name))
            .select(programs::id),
    )?;
    ids.get(place).map(|id| (*id).into()).ok_or(StoreError::NotFound)
}

pub(super) fn user(tx: &mut WriteTx, person: Cast) -> StoreResult<UserId> {
    let query = Scoped::by_permission(users::table).filter(users::email.eq(person.email())).select(users::id);
    let id: Uuid = tx.first(query)?;
    Ok(id.into())
}
