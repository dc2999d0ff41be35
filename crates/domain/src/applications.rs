//! Applications: what the public form creates, and what staff decide on it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    clients::{Address, ClientDraft, ContactKind, ContactPoint, Status as ClientStatus, codes},
    demographics::{self, Answer, Question},
    documents::Document,
    ids::{ApplicationId, ClientId, ProgramId},
    problem::FieldError,
    ssn::TypedSsn,
    validate::{self, Draft},
};

/// The form's parts, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    #[default]
    Personal,
    Location,
    Demographics,
    Education,
    Employment,
    Programs,
    Referral,
    Documents,
    Consent,
    Review,
}
codes!(Step: Personal "personal", Location "location", Demographics "demographics", Education "education",
    Employment "employment", Programs "programs", Referral "referral", Documents "documents",
    Consent "consent", Review "review");

impl Step {
    /// Where a field is asked for.
    pub fn of(pointer: &str, form: &ApplicationDraft) -> Self {
        let mut parts = pointer.split('/').skip(1);
        match parts.next().unwrap_or_default() {
            "residency" | "neighborhood" | "address" => Self::Location,
            "answers" => parts
                .next()
                .and_then(|index| form.answers.get(index.parse::<usize>().ok()?))
                .map_or(Self::Demographics, |answer| Self::asking(answer.question)),
            "employment_goals" => Self::Employment,
            "program_interests" => Self::Programs,
            "referral_source" | "referral_detail" => Self::Referral,
            "documents" => Self::Documents,
            "consent" => Self::Consent,
            _ => Self::Personal,
        }
    }

    /// Its place among the parts, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    pub fn previous(self) -> Option<Self> {
        Self::ALL.get((self as usize).checked_sub(1)?).copied()
    }

    /// Where a question is asked.
    pub fn asking(question: Question) -> Self {
        match question {
            Question::Education => Self::Education,
            Question::EmploymentStatus => Self::Employment,
            _ => Self::Demographics,
        }
    }
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ApplicationStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    New,
    /// Somebody has spoken with the person.
    Contacted,
    /// A new client was made of it.
    Accepted,
    /// It was added to a client who was known.
    Attached,
    Declined,
}
codes!(Status: New "new", Contacted "contacted", Accepted "accepted", Attached "attached", Declined "declined");

impl Status {
    /// Whether a decision is still to be made.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Contacted)
    }
}

/// What a person fills in. Half-filled it is a draft on the server; checked, it becomes an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ApplicationDraft {
    #[validate(length(min = 1, max = 100), custom(function = validate::line))]
    pub first_name: String,
    /// Empty for a person with one name.
    #[validate(length(max = 100), custom(function = validate::line))]
    pub last_name: String,
    #[validate(length(max = 100), custom(function = validate::line))]
    pub preferred_name: String,
    /// Required.
    pub date_of_birth: Option<NaiveDate>,
    /// A phone or an email is required.
    #[validate(length(max = 40), custom(function = validate::phone_or_empty))]
    pub phone: String,
    #[validate(length(max = 254), custom(function = validate::email_or_empty))]
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssn: Option<TypedSsn>,
    /// A code of the list `residency`. Required.
    #[validate(length(max = 60), custom(function = code_or_empty))]
    pub residency: String,
    #[validate(length(max = 60), custom(function = code_or_empty))]
    pub neighborhood: String,
    #[validate(nested)]
    pub address: Option<Address>,
    #[validate(length(max = 9), nested)]
    pub answers: Vec<Answer>,
    /// In the person's words.
    #[validate(length(max = 2000), custom(function = validate::paragraph))]
    pub employment_goals: String,
    #[validate(length(max = 50))]
    pub program_interests: Vec<ProgramId>,
    #[validate(length(max = 60), custom(function = code_or_empty))]
    pub referral_source: String,
    #[validate(length(max = 200), custom(function = validate::line))]
    pub referral_detail: String,
    /// The person agrees that the data is kept and used to serve them. Required.
    pub consent: bool,
    /// Which text the person agreed to.
    #[validate(length(max = 20), custom(function = validate::line))]
    pub consent_version: String,
    /// The language that the form was filled in with; later messages use it.
    #[validate(length(max = 12), custom(function = validate::line))]
    pub language: String,
}

fn code_or_empty(text: &str) -> Result<(), validator::ValidationError> {
    if text.is_empty() { Ok(()) } else { validate::code(text) }
}

impl Draft for ApplicationDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let mut refuse = |pointer: &str, code: &str| errors.push(FieldError::new(pointer, code));
        if self.date_of_birth.is_none() {
            refuse("/date_of_birth", "required");
        }
        if self.phone.is_empty() && self.email.is_empty() {
            refuse("/phone", "phone_or_email");
        }
        if self.residency.is_empty() {
            refuse("/residency", "required");
        }
        if !self.consent {
            refuse("/consent", "required");
        }
        if self.ssn.as_ref().is_some_and(|ssn| ssn.parse().is_err()) {
            refuse("/ssn", "ssn");
        }
        if let Some(born) = self.date_of_birth {
            validate::birth("/date_of_birth", born, today, errors);
        }
        demographics::check_all(&self.answers, today, errors);
        for (index, answer) in self.answers.iter().enumerate() {
            let mut refuse = |field: &str, code: &str| {
                errors.push(FieldError::new(format!("/answers/{index}/{field}"), code));
            };
            if !answer.question.is_public() {
                refuse("question", "not_asked");
            }
            if answer.valid_from.is_some_and(|from| from != today) {
                refuse("valid_from", "not_today");
            }
        }
    }
}

/// What may be wrong with a form on its way: it has gaps, and values that somebody is still typing.
const UNFINISHED: [&str; 7] =
    ["required", "phone_or_email", "phone", "email", "ssn", "in_the_future", "too_long_ago"];

impl ApplicationDraft {
    /// What may not even stand in a form on its way: too much of anything, and what a person cannot type.
    pub fn check_unfinished(&self, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let mut errors = self.check(today).err().unwrap_or_default();
        errors.retain(|error| !UNFINISHED.contains(&error.code.as_str()));
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// What is wrong with one part of the form, as it is left.
    pub fn check_step(&self, step: Step, today: NaiveDate) -> Vec<FieldError> {
        let errors = self.check(today).err().unwrap_or_default();
        errors.into_iter().filter(|error| Step::of(&error.pointer, self) == step).collect()
    }

    /// Whether anything was filled in yet. The language and the consent's version fill themselves in.
    pub fn is_blank(&self) -> bool {
        let own = Self { language: String::new(), consent_version: String::new(), ..self.clone() };
        own == Self::default()
    }

    /// The answer to a question, where one was given.
    pub fn answer(&self, question: Question) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.question == question)
    }

    /// The client that accepting it makes.
    pub fn as_client(&self) -> ClientDraft {
        let some = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        let contact = |kind, value: &String| {
            some(value).map(|value| ContactPoint { kind, value, label: None, may_contact: true })
        };
        let contacts = [contact(ContactKind::Phone, &self.phone), contact(ContactKind::Email, &self.email)];
        ClientDraft {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            preferred_name: some(&self.preferred_name),
            date_of_birth: self.date_of_birth,
            ssn: None,
            status: ClientStatus::Active,
            residency: some(&self.residency),
            neighborhood: some(&self.neighborhood),
            referral_source: some(&self.referral_source),
            contact_points: contacts.into_iter().flatten().collect(),
            addresses: self.address.iter().filter(|a| !a.is_empty()).cloned().collect(),
            answers: self.answers.clone(),
            ..ClientDraft::default()
        }
    }
}

/// The receipt that the person keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Short, easy to read out on the phone, tells nothing about the person: `K7QM-2XHD`.
    pub reference: String,
    pub submitted_at: DateTime<Utc>,
    /// How many files came with it.
    pub documents: u32,
}

/// An application in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationRow {
    pub id: ApplicationId,
    pub version: i32,
    pub reference: String,
    pub status: Status,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: String,
    pub submitted_at: DateTime<Utc>,
    pub first_contact_at: Option<DateTime<Utc>>,
    pub phone: String,
    pub email: String,
    /// Names of the programs of interest.
    pub programs: Vec<String>,
    pub documents: u32,
    pub language: String,
}

/// An application, whole. The social security number is never among it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Application {
    pub id: ApplicationId,
    pub version: i32,
    pub reference: String,
    pub status: Status,
    pub submitted_at: DateTime<Utc>,
    /// When somebody first spoke with the person; the time from submission to here is measured.
    pub first_contact_at: Option<DateTime<Utc>>,
    /// What the person filled in.
    pub form: ApplicationDraft,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssn_last_four: Option<String>,
    /// Names of the programs of interest, in the order of `form.program_interests`.
    pub programs: Vec<String>,
    pub documents: Vec<Document>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
    pub decline_reason: Option<String>,
    /// The client that it became, where the reader may see that client.
    pub client_id: Option<ClientId>,
    /// Fields that exist and that the reader may not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
}

/// Which applications are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ApplicationFilter {
    /// May be repeated; all when absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    /// A name, phone, email or reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<ApplicationSort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationSort {
    /// Who has waited longest comes first.
    #[default]
    Oldest,
    Newest,
}

/// Why an application is turned down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Decline {
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub reason: String,
}
impl Draft for Decline {}

/// The client whom an application belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    pub client_id: ClientId,
}
impl Draft for Attachment {}

/// Why a record may be the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LikenessReason {
    SameSsn,
    SameBirthSimilarName,
    SameEmail,
    SamePhone,
}

/// A client who may be the same person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LikelyClient {
    /// Absent where the record lies outside the reader's sight: then only that it exists is told.
    pub client: Option<LikelyClientCard>,
    pub reasons: Vec<LikenessReason>,
    /// 0 to 100: how alike the names are.
    pub name_likeness: u8,
}

/// What is shown of a client beside an application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LikelyClientCard {
    pub id: ClientId,
    pub name: String,
    pub date_of_birth: Option<NaiveDate>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub restricted: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()
    }

    fn filled() -> ApplicationDraft {
        ApplicationDraft {
            first_name: "María".into(),
            date_of_birth: NaiveDate::from_ymd_opt(1990, 2, 28),
            phone: "415-555-0123".into(),
            residency: "resident".into(),
            consent: true,
            ..ApplicationDraft::default()
        }
    }

    #[test]
    fn a_filled_form_is_fine() {
        assert_eq!(filled().check(day()), Ok(()));
    }

    #[test]
    fn a_phone_or_an_email_is_enough() {
        let email = ApplicationDraft { phone: String::new(), email: "m@example.org".into(), ..filled() };
        assert_eq!(email.check(day()), Ok(()));
        let neither = ApplicationDraft { phone: String::new(), ..filled() };
        assert_eq!(neither.check(day()).unwrap_err()[0].code, "phone_or_email");
    }

    #[test]
    fn a_step_reports_its_own_fields_only() {
        let empty = ApplicationDraft::default();
        let pointers =
            |step| empty.check_step(step, day()).into_iter().map(|e| e.pointer).collect::<Vec<_>>();
        assert_eq!(pointers(Step::Consent), ["/consent"]);
        assert_eq!(pointers(Step::Location), ["/residency"]);
        assert_eq!(pointers(Step::Personal), ["/date_of_birth", "/first_name", "/phone"]);
    }

    #[test]
    fn the_parts_follow_each_other() {
        assert_eq!((Step::Personal.number(), Step::Personal.previous()), (1, None));
        assert_eq!((Step::Review.number(), Step::Review.next()), (Step::ALL.len(), None));
        assert!(Step::ALL.windows(2).all(|pair| pair[0].next() == Some(pair[1])));
        assert!(Step::ALL.windows(2).all(|pair| pair[1].previous() == Some(pair[0])));
    }

    #[test]
    fn a_form_that_only_has_a_language_is_blank() {
        let opened = ApplicationDraft { language: "es".into(), ..ApplicationDraft::default() };
        assert!(opened.is_blank());
        assert!(!filled().is_blank());
    }

    #[test]
    fn a_form_on_its_way_may_have_gaps_and_nothing_that_is_too_long() {
        let typing = ApplicationDraft { phone: "415-5".into(), email: "maria@".into(), ..Default::default() };
        assert_eq!(typing.check_unfinished(day()), Ok(()));
        let pasted = ApplicationDraft { first_name: "x".repeat(101), ..filled() };
        assert_eq!(pasted.check_unfinished(day()).unwrap_err()[0].code, "too_long");
    }

    #[test]
    fn the_public_is_not_asked_for_immigration_status() {
        let asked = Answer::declined(Question::ImmigrationStatus);
        let form = ApplicationDraft { answers: vec![asked], ..filled() };
        assert_eq!(form.check(day()).unwrap_err()[0].pointer, "/answers/0/question");
    }

    #[test]
    fn accepting_carries_the_answers_over() {
        let form = ApplicationDraft { answers: vec![Answer::declined(Question::Gender)], ..filled() };
        let client = form.as_client();
        assert_eq!(client.contact_points.len(), 1);
        assert_eq!(client.answers, form.answers);
        assert!(client.check(day()).is_ok());
    }
}
