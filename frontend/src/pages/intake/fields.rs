//! Every field of the form. They live as long as the form is open, so a part that is left keeps even half a date.

use crate::{
    forms::{Birth, Core, Field},
    pages::custom_fields::{typed, value},
};
use domain::{
    applications::{ApplicationDraft, Step},
    clients::Address,
    custom_fields::AskedField,
    demographics::{Answer, AnswerStatus, Question},
    equal_opportunity::{Answer as EqualAnswer, Question as Equal, Status as EqualStatus},
    problem::FieldError,
    ssn::TypedSsn,
};
use leptos::prelude::{GetValue, StoredValue};

/// The questions that may be declined, in their order.
pub const ASKED: [Question; 4] =
    [Question::Gender, Question::PrimaryLanguage, Question::Education, Question::EmploymentStatus];

/// What was said to a question that may be declined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub codes: Vec<String>,
    pub declined: bool,
}

impl From<&Answer> for Said {
    fn from(answer: &Answer) -> Self {
        Self { codes: answer.codes.clone(), declined: answer.status == AnswerStatus::Declined }
    }
}

impl From<&EqualAnswer> for Said {
    fn from(answer: &EqualAnswer) -> Self {
        Self { codes: answer.codes.clone(), declined: answer.status == EqualStatus::Declined }
    }
}

#[derive(Clone, Copy)]
pub struct Fields {
    pub first_name: Field<String>,
    pub last_name: Field<String>,
    pub preferred_name: Field<String>,
    pub date_of_birth: Field<Birth>,
    pub phone: Field<String>,
    pub email: Field<String>,
    pub ssn: Field<String>,
    pub residency: Field<String>,
    pub neighborhood: Field<String>,
    pub address: AddressFields,
    answers: [Field<Said>; ASKED.len()],
    equal: [Field<Said>; Equal::ASKED.len()],
    pub employment_goals: Field<String>,
    pub program_interests: Field<Vec<String>>,
    pub referral_source: Field<String>,
    pub referral_detail: Field<String>,
    pub consent: Field<bool>,
    more: StoredValue<Vec<More>>,
}

/// What the organization asks for itself, and what was typed.
pub type More = (AskedField, Field<String>);

#[derive(Clone, Copy)]
pub struct AddressFields {
    pub no_fixed: Field<bool>,
    pub street: Field<String>,
    pub unit: Field<String>,
    pub city: Field<String>,
    pub region: Field<String>,
    pub postal_code: Field<String>,
}

impl Fields {
    /// `core` is the form of each part.
    pub fn new(core: impl Fn(Step) -> Core, draft: &ApplicationDraft, asked: &[AskedField]) -> Self {
        let (personal, location) = (core(Step::Personal), core(Step::Location));
        let (work, referral) = (core(Step::Employment), core(Step::Referral));
        let programs = draft.program_interests.iter().map(ToString::to_string).collect::<Vec<_>>();
        let more = asked.iter().map(|field| {
            let now = draft.fields.get(&field.name).map(ToString::to_string).unwrap_or_default();
            let pointer = format!("/fields/{}", field.name);
            (field.clone(), typed(core(Step::More), pointer, &field.takes, now))
        });
        let more = StoredValue::new(more.collect());
        let asked = |question: Question| {
            let said = draft.answer(question).map(Said::from).unwrap_or_default();
            core(Step::asking(question)).field(pointer(question), said)
        };
        let equal = |question: Equal| {
            let said = draft.equal_opportunity.iter().find(|answer| answer.question == question);
            let said = said.map(Said::from).unwrap_or_default();
            core(Step::Demographics).field(equal_pointer(question), said)
        };
        Self {
            first_name: personal.text("/first_name", &draft.first_name),
            last_name: personal.text("/last_name", &draft.last_name),
            preferred_name: personal.text("/preferred_name", &draft.preferred_name),
            date_of_birth: personal.birth("/date_of_birth", draft.date_of_birth),
            phone: personal.text("/phone", &draft.phone),
            email: personal.text("/email", &draft.email),
            ssn: personal.text("/ssn", ""),
            residency: location.text("/residency", &draft.residency),
            neighborhood: location.text("/neighborhood", &draft.neighborhood),
            address: AddressFields::new(location, draft.address.clone().unwrap_or_default()),
            answers: ASKED.map(asked),
            equal: Equal::ASKED.map(equal),
            employment_goals: work.text("/employment_goals", &draft.employment_goals),
            program_interests: core(Step::Programs).field("/program_interests", programs),
            referral_source: referral.text("/referral_source", &draft.referral_source),
            referral_detail: referral.text("/referral_detail", &draft.referral_detail),
            consent: core(Step::Consent).field("/consent", draft.consent),
            more,
        }
    }

    pub fn more(&self) -> Vec<More> {
        self.more.get_value()
    }

    pub fn equal(&self, question: Equal) -> Option<Field<Said>> {
        let place = Equal::ASKED.iter().position(|other| *other == question)?;
        self.equal.get(place).copied()
    }

    pub fn said(&self, question: Question) -> Option<Field<Said>> {
        let place = ASKED.iter().position(|other| *other == question)?;
        self.answers.get(place).copied()
    }

    /// What is filled in, as a draft. Language and consent's version are the form's to add.
    pub fn draft(&self) -> ApplicationDraft {
        let answers = ASKED.iter().zip(self.answers).filter_map(|(question, field)| {
            let said = field.get();
            Answer::of_form(*question, said.codes, said.declined)
        });
        let equal = Equal::ASKED.into_iter().zip(self.equal).filter_map(|(question, field)| {
            let said = field.get();
            EqualAnswer::of_form(question, said.codes, said.declined)
        });
        let programs = self.program_interests.get();
        let more = self.more.get_value().into_iter();
        let more = more.filter_map(|(asked, field)| Some((asked.name, value(&asked.takes, &field.get())?)));
        ApplicationDraft {
            first_name: self.first_name.trimmed(),
            last_name: self.last_name.trimmed(),
            preferred_name: self.preferred_name.trimmed(),
            date_of_birth: self.date_of_birth.date(),
            phone: self.phone.trimmed(),
            email: self.email.trimmed(),
            ssn: self.ssn.some().map(TypedSsn::new),
            residency: self.residency.get(),
            neighborhood: self.neighborhood.get(),
            address: self.address.address(),
            answers: answers.collect(),
            equal_opportunity: equal.collect(),
            employment_goals: self.employment_goals.trimmed(),
            program_interests: programs.iter().filter_map(|id| id.parse().ok()).collect(),
            referral_source: self.referral_source.get(),
            referral_detail: self.referral_detail.trimmed(),
            fields: more.collect(),
            consent: self.consent.get(),
            ..ApplicationDraft::default()
        }
    }
}

impl AddressFields {
    fn new(core: Core, address: Address) -> Self {
        Self {
            no_fixed: core.field("/address/no_fixed_address", address.no_fixed_address),
            street: core.text("/address/street", address.street).also("/address/__all__"),
            unit: core.text("/address/unit", address.unit),
            city: core.text("/address/city", address.city),
            region: core.text("/address/region", address.region),
            postal_code: core.text("/address/postal_code", address.postal_code),
        }
    }

    /// Without a fixed address there is one line: where the person can be found.
    fn address(&self) -> Option<Address> {
        let no_fixed_address = self.no_fixed.get();
        let (street, city) = (self.street.trimmed(), self.city.trimmed());
        let whole = Address {
            no_fixed_address,
            street,
            unit: self.unit.trimmed(),
            city,
            region: self.region.trimmed(),
            postal_code: self.postal_code.trimmed(),
        };
        let address = if no_fixed_address {
            Address { no_fixed_address, street: whole.street, ..Address::default() }
        } else {
            whole
        };
        Some(address).filter(|address| !address.is_empty())
    }
}

fn equal_pointer(question: Equal) -> String {
    format!("/equal_opportunity/{}", question.code())
}

fn pointer(question: Question) -> String {
    format!("/answers/{}", question.code())
}

/// The domain names an answer by its place in the draft, the form by its question. Nobody "fills in" a choice.
pub fn place(draft: &ApplicationDraft, mut error: FieldError) -> FieldError {
    match (error.pointer.as_str(), error.code.as_str()) {
        ("/residency", "required") => error.code = "required_choice".into(),
        ("/consent", "required") => error.code = "agreement".into(),
        _ => {}
    }
    let equal = error.pointer.strip_prefix("/equal_opportunity/").and_then(|rest| rest.split('/').next());
    let equal = equal.and_then(|index| draft.equal_opportunity.get(index.parse::<usize>().ok()?));
    if let Some(answer) = equal {
        return FieldError { pointer: equal_pointer(answer.question), ..error };
    }
    let index = error.pointer.strip_prefix("/answers/").and_then(|rest| rest.split('/').next());
    let answer = index.and_then(|index| draft.answers.get(index.parse::<usize>().ok()?));
    match answer {
        Some(answer) => FieldError { pointer: pointer(answer.question), ..error },
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answers_error_lands_at_its_question() {
        let answers =
            vec![Answer::declined(Question::Gender), Answer::given(Question::Education, Vec::new())];
        let draft = ApplicationDraft { answers, ..ApplicationDraft::default() };
        let placed = |pointer: &str| place(&draft, FieldError::new(pointer, "required")).pointer;
        assert_eq!(placed("/answers/1/__all__"), "/answers/education");
        assert_eq!(placed("/first_name"), "/first_name");
    }

    #[test]
    fn a_missing_agreement_has_its_own_words() {
        let error = place(&ApplicationDraft::default(), FieldError::new("/consent", "required"));
        assert_eq!(error.code, "agreement");
    }
}
