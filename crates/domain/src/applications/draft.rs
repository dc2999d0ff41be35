//! The form.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::Step;
use crate::{
    clients::{Address, ClientDraft, ContactKind, ContactPoint, Status as ClientStatus},
    custom_fields::{self, Values},
    demographics::{self, Answer, Question},
    equal_opportunity,
    ids::ProgramId,
    organization::LANGUAGES,
    problem::FieldError,
    ssn::TypedSsn,
    validate::{self, Draft},
};

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
    /// For the equal-opportunity record. Kept apart from the application: whoever reads it finds nothing here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 5), nested)]
    pub equal_opportunity: Vec<equal_opportunity::Answer>,
    /// In the person's words.
    #[validate(length(max = 2000), custom(function = validate::paragraph))]
    pub employment_goals: String,
    #[validate(length(max = 50))]
    pub program_interests: Vec<ProgramId>,
    #[validate(length(max = 60), custom(function = code_or_empty))]
    pub referral_source: String,
    #[validate(length(max = 200), custom(function = validate::line))]
    pub referral_detail: String,
    /// What the organization asks beyond that: values by the names of their fields.
    #[serde(skip_serializing_if = "Values::is_empty")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub fields: Values,
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
        equal_opportunity::check_all(&self.equal_opportunity, errors);
        custom_fields::check_typed("/fields", &self.fields, errors);
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
            language: some(&self.language).filter(|language| LANGUAGES.contains(&language.as_str())),
            date_of_birth: self.date_of_birth,
            ssn: None,
            status: ClientStatus::Active,
            residency: some(&self.residency),
            neighborhood: some(&self.neighborhood),
            referral_source: some(&self.referral_source),
            contact_points: contacts.into_iter().flatten().collect(),
            addresses: self.address.iter().filter(|a| !a.is_empty()).cloned().collect(),
            answers: self.answers.clone(),
            fields: self.fields.clone(),
            ..ClientDraft::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custom_fields::FieldValue;

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
        let form = ApplicationDraft {
            answers: vec![Answer::declined(Question::Gender)],
            fields: Values::from([("shoe".into(), FieldValue::Text("ten".into()))]),
            ..filled()
        };
        let client = form.as_client();
        assert_eq!(client.contact_points.len(), 1);
        assert_eq!(client.answers, form.answers);
        assert_eq!(client.fields, form.fields);
        assert!(client.check(day()).is_ok());
    }
}
