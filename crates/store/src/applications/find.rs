//! One application, as far as the reader may see it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl::{case_when, sql},
    prelude::*,
    sql_types::{Array, Bool, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    applications::{Application, ApplicationDraft, LikelyClient},
    custom_fields::Values,
    demographics::Question,
    drafts::Sent,
    ids::{ApplicationId, ProgramId},
    permission::Permission,
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{
    list::{PROGRAMS, status_of},
    of_application, place,
};
use crate::{
    StoreResult,
    custom_fields::{OF_APPLICATION, OF_APPLICATION_END},
    matching::{self, Identity},
    schema::{applications, users},
    scope::{Scoped, in_sight, shown_if},
    ssn::SealedSsn,
    tx::ReadTx,
};

/// One application. Answers and digits that the reader may not see are named in `withheld`.
pub fn find(tx: &mut ReadTx, id: ApplicationId) -> StoreResult<Application> {
    let shown = Shown::to(tx);
    let mut found = fetch(tx, id, &shown)?;
    found.documents = of_application(tx, id)?;
    Ok(found)
}

/// Records that may be of the same person, with the reasons.
pub fn likely_clients(tx: &mut ReadTx, id: ApplicationId) -> StoreResult<Vec<LikelyClient>> {
    let query = Scoped::by_permission(applications::table).filter(applications::id.eq(id.uuid())).select((
        (applications::first_name, applications::last_name, applications::preferred_name),
        (applications::date_of_birth, applications::ssn_index, applications::phone, applications::email),
    ));
    type Names = (String, String, String);
    type Keys = (NaiveDate, Option<Vec<u8>>, String, String);
    let ((first_name, last_name, preferred), (born, ssn_index, phone, email)): (Names, Keys) =
        tx.first(query)?;
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    let identity = Identity {
        first_name,
        last_name,
        preferred_name: given(preferred),
        aliases: Vec::new(),
        date_of_birth: Some(born),
        ssn_index,
        phones: given(phone).into_iter().collect(),
        emails: given(email).into_iter().collect(),
    };
    matching::likely_clients(tx, &identity)
}

/// The application as it was handed in, and its sealed number: what becomes of it is not for the reader's eyes alone.
pub(super) fn whole(tx: &mut ReadTx, id: ApplicationId) -> StoreResult<(Application, Option<SealedSsn>)> {
    let application = fetch(tx, id, &Shown::all())?;
    let query = Scoped::by_permission(applications::table).filter(applications::id.eq(id.uuid()));
    let (sealed, last_four, index): (Option<Vec<u8>>, Option<String>, Option<Vec<u8>>) = tx.first(
        query.select((applications::ssn_sealed, applications::ssn_last_four, applications::ssn_index)),
    )?;
    let ssn = || Some(SealedSsn { place: place(id), sealed: sealed?, last_four: last_four?, index: index? });
    Ok((application, ssn()))
}

/// What is told to whoever handed it in.
pub(crate) fn sent(tx: &mut ReadTx, id: ApplicationId) -> StoreResult<Sent> {
    let query = Scoped::by_permission(applications::table).filter(applications::id.eq(id.uuid()));
    let (reference, submitted_at) =
        tx.first(query.select((applications::reference, applications::submitted_at)))?;
    Ok(Sent { reference, submitted_at })
}

/// What is taken out of the database for a reader.
struct Shown {
    last_four: bool,
    /// Values of sensitive fields.
    sensitive: bool,
    questions: Vec<Question>,
}

impl Shown {
    fn to(tx: &ReadTx) -> Self {
        let questions = Question::ALL.into_iter().filter(|question| tx.may(question.permission()));
        let last_four = tx.may(Permission::SeeSsnLastFour);
        Self { last_four, sensitive: tx.may(Permission::SeeDemographics), questions: questions.collect() }
    }

    fn all() -> Self {
        Self { last_four: false, sensitive: true, questions: Question::ALL.to_vec() }
    }

    fn withheld(&self) -> Vec<String> {
        let last_four = (!self.last_four).then(|| "ssn_last_four".to_owned());
        let answers = Question::ALL.into_iter().filter(|question| !self.questions.contains(question));
        last_four.into_iter().chain(answers.map(|question| format!("answers.{}", question.code()))).collect()
    }
}

/// Answers to the questions that are named next, in the form's order.
const ANSWERS: &str = "(select coalesce(jsonb_agg(jsonb_build_object('question', question, 'status', status, \
    'codes', to_jsonb(codes)) order by id), '[]') from demographics \
    where application_id = applications.id and question = any(";

const PROGRAM_IDS: &str = "array(select program_id from application_programs \
    where application_programs.application_id = applications.id order by application_programs.position)";

/// Where it came from, as the domain reads it.
pub(crate) const ORIGIN: &str = "(select case when intake_links.id is null \
        then jsonb_build_object('by', 'staff', 'name', assistants.name) \
        else jsonb_build_object('by', 'link', 'name', intake_links.name, 'kind', intake_links.kind, \
            'partner', intake_links.partner) end \
    from application_origins \
    left join intake_links on intake_links.id = application_origins.intake_link_id \
    left join users as assistants on assistants.id = application_origins.assisted_by \
    where application_origins.application_id = applications.id)";

fn fetch(tx: &mut ReadTx, id: ApplicationId, shown: &Shown) -> StoreResult<Application> {
    let questions: Vec<String> = shown.questions.iter().map(|question| question.code().to_owned()).collect();
    let answers = sql::<Jsonb>(ANSWERS).bind::<Array<Text>, _>(questions).sql("))");
    let fields = sql::<Jsonb>(OF_APPLICATION).bind::<Bool, _>(shown.sensitive).sql(OF_APPLICATION_END);
    let decider = users::table.filter(users::id.nullable().eq(applications::decided_by)).select(users::name);
    let client = case_when(in_sight(tx.actor(), applications::client_id), applications::client_id);
    let query = Scoped::by_permission(applications::table).filter(applications::id.eq(id.uuid())).select((
        (applications::id, applications::version, applications::reference, applications::status),
        (applications::submitted_at, applications::first_contact_at, applications::decided_at),
        (decider.single_value(), applications::decline_reason, client),
        (shown_if(shown.last_four, applications::ssn_last_four), answers, fields),
        (sql::<Array<SqlUuid>>(PROGRAM_IDS), sql::<Array<Text>>(PROGRAMS)),
        sql::<Nullable<Jsonb>>(ORIGIN),
        Form::as_select(),
    ));
    let row: Row = tx.first(query)?;
    let mut found = row.application()?;
    found.withheld.splice(0..0, shown.withheld());
    Ok(found)
}

type Times = (DateTime<Utc>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, String, String),
    times: Times,
    decision: (Option<String>, Option<String>, Option<Uuid>),
    private: (Option<String>, Value, Value),
    programs: (Vec<Uuid>, Vec<String>),
    origin: Option<Value>,
    form: Form,
}

/// Custom fields: what stands in them, and the names of those that the reader may not see.
#[derive(Deserialize)]
struct Fields {
    values: Values,
    withheld: Vec<String>,
}

/// What the person filled in, apart from answers and programs.
#[derive(Queryable, Selectable)]
#[diesel(table_name = applications)]
struct Form {
    language: String,
    first_name: String,
    last_name: String,
    preferred_name: String,
    date_of_birth: NaiveDate,
    phone: String,
    email: String,
    residency: String,
    neighborhood: String,
    address: Option<Value>,
    employment_goals: String,
    referral_source: String,
    referral_detail: String,
    consent_version: String,
}

impl Row {
    fn application(self) -> StoreResult<Application> {
        let (id, version, reference, status) = self.ids;
        let (submitted_at, first_contact_at, decided_at) = self.times;
        let (decided_by, decline_reason, client_id) = self.decision;
        let (ssn_last_four, answers, fields) = self.private;
        let fields: Fields = serde_json::from_value(fields)?;
        Ok(Application {
            id: id.into(),
            version,
            reference,
            status: status_of(&status)?,
            submitted_at,
            first_contact_at,
            form: ApplicationDraft { fields: fields.values, ..self.form.draft(self.programs.0, answers)? },
            ssn_last_four,
            programs: self.programs.1,
            documents: Vec::new(),
            origin: self.origin.map(serde_json::from_value).transpose()?,
            decided_at,
            decided_by,
            decline_reason,
            client_id: client_id.map(Into::into),
            withheld: fields.withheld.iter().map(|name| format!("fields.{name}")).collect(),
        })
    }
}

impl Form {
    fn draft(self, programs: Vec<Uuid>, answers: Value) -> StoreResult<ApplicationDraft> {
        Ok(ApplicationDraft {
            first_name: self.first_name,
            last_name: self.last_name,
            preferred_name: self.preferred_name,
            date_of_birth: Some(self.date_of_birth),
            phone: self.phone,
            email: self.email,
            ssn: None,
            residency: self.residency,
            neighborhood: self.neighborhood,
            address: self.address.map(serde_json::from_value).transpose()?,
            answers: serde_json::from_value(answers)?,
            employment_goals: self.employment_goals,
            program_interests: programs.into_iter().map(ProgramId::from).collect(),
            referral_source: self.referral_source,
            referral_detail: self.referral_detail,
            fields: Values::new(),
            equal_opportunity: Vec::new(),
            // Without it nothing is taken.
            consent: true,
            consent_version: self.consent_version,
            language: self.language,
        })
    }
}
