//! What defines a field, as it stands in the form.

use domain::{
    code_lists::{Labels, suggested},
    custom_fields::{CustomField, CustomFieldDraft, CustomFieldPatch, Decimal, On, Takes},
    problem::FieldError,
};

use super::{super::lists::labels::Wording, choices::Rows};
use crate::forms::{Core, Field};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Definition {
    pub labels: Wording,
    pub hints: Wording,
    pub name: Field<String>,
    pub kind: Field<String>,
    pub bounds: Bounds,
    pub choices: Rows,
    pub on: Field<String>,
    pub required: Field<bool>,
    pub sensitive: Field<bool>,
}

/// The smallest and the largest of its kind, as they were typed.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub shortest: Field<String>,
    pub longest: Field<String>,
    pub least: Field<String>,
    pub most: Field<String>,
    pub earliest: Field<String>,
    pub latest: Field<String>,
}

impl Bounds {
    fn new(core: Core, kind: Field<String>, found: Option<&Takes>) -> Self {
        let mut typed = [const { String::new() }; 6];
        match found {
            Some(Takes::Text { shortest, longest }) => {
                typed[0] = shortest.map(|one| one.to_string()).unwrap_or_default();
                typed[1] = longest.map(|one| one.to_string()).unwrap_or_default();
            }
            Some(Takes::Number { least, most }) => {
                typed[2] = least.map(|one| one.to_string()).unwrap_or_default();
                typed[3] = most.map(|one| one.to_string()).unwrap_or_default();
            }
            Some(Takes::Date { earliest, latest }) => {
                typed[4] = earliest.map(|one| one.to_string()).unwrap_or_default();
                typed[5] = latest.map(|one| one.to_string()).unwrap_or_default();
            }
            Some(Takes::Choice { .. }) | None => {}
        }
        let [shortest, longest, least, most, earliest, latest] = typed;
        Self {
            shortest: count(core, kind, ("/takes/shortest", shortest)),
            longest: count(core, kind, ("/takes/longest", longest)),
            least: number(core, kind, ("/takes/least", least)),
            most: number(core, kind, ("/takes/most", most)),
            earliest: core.text("/takes/earliest", earliest).takes_day(),
            latest: core.text("/takes/latest", latest).takes_day(),
        }
    }
}

/// A place of the definition, and what stands there.
type Typed = (&'static str, String);

/// A field for a number, which says so where what was typed is none. Of a kind that is not chosen nothing is wrong.
fn number(core: Core, kind: Field<String>, (pointer, typed): Typed) -> Field<String> {
    let field = core.text(pointer, typed);
    field.reads_by(move || {
        let typed = field.some().filter(|_| kind.get() == "number")?;
        Decimal::read(&typed).is_none().then(|| FieldError::new(pointer, "number"))
    })
}

/// A field for a number of characters.
fn count(core: Core, kind: Field<String>, (pointer, typed): Typed) -> Field<String> {
    let field = core.text(pointer, typed);
    field.reads_by(move || {
        let typed = field.some().filter(|_| kind.get() == "text")?;
        typed.parse::<u16>().is_err().then(|| FieldError::new(pointer, "length_limit"))
    })
}

impl Definition {
    pub fn new(core: Core, found: Option<&CustomField>) -> Self {
        let choices = found.map(|found| found.takes.choices()).unwrap_or_default();
        let on = found.map_or(On::default(), |found| found.on);
        let kind = core.text("/takes/kind", found.map_or("text", |found| found.takes.kind()));
        Self {
            labels: Wording::new(core, found.map(|found| &found.labels)),
            hints: Wording::at(core, "/hints", found.map(|found| &found.hints)),
            name: core.text("/name", String::new()),
            kind,
            bounds: Bounds::new(core, kind, found.map(|found| &found.takes)),
            choices: Rows::new(core, choices, found.is_some_and(|found| found.in_use)),
            on: core.text("/on", on.code()),
            required: core.field("/required", found.is_some_and(|found| found.required)),
            sensitive: core.field("/sensitive", found.is_some_and(|found| found.sensitive)),
        }
    }

    /// Where an error is told. Without English words there is no name either, and one word about it is enough.
    pub fn place(self, error: FieldError) -> FieldError {
        if error.pointer == "/name" && self.name.some().is_none() && self.labels.english().is_empty() {
            return FieldError::new("/labels", "english_label");
        }
        self.choices.place(error)
    }

    fn takes(self) -> Takes {
        let bounds = self.bounds;
        match self.kind.get().as_str() {
            "number" => Takes::Number { least: decimal(bounds.least), most: decimal(bounds.most) },
            "date" => Takes::Date { earliest: bounds.earliest.parsed(), latest: bounds.latest.parsed() },
            "choice" => Takes::Choice { choices: self.choices.choices() },
            _ => Takes::Text { shortest: bounds.shortest.parsed(), longest: bounds.longest.parsed() },
        }
    }

    fn on(self) -> On {
        On::from_code(&self.on.get()).unwrap_or_default()
    }

    pub fn draft(self) -> CustomFieldDraft {
        CustomFieldDraft {
            name: self.name.some().unwrap_or_else(|| suggested(&self.labels.english())),
            labels: self.labels.labels(None),
            hints: self.hints.labels(None),
            takes: self.takes(),
            required: self.required.get(),
            on: self.on(),
            sensitive: self.sensitive.get(),
        }
    }

    /// What is different from the field as it was read.
    pub fn patch(self, was: &CustomField) -> CustomFieldPatch {
        let (labels, hints): (Labels, Labels) =
            (self.labels.labels(Some(&was.labels)), self.hints.labels(Some(&was.hints)));
        let (takes, on) = (self.takes(), self.on());
        let (required, sensitive) = (self.required.get(), self.sensitive.get());
        CustomFieldPatch {
            labels: (labels != was.labels).then_some(labels),
            hints: (hints != was.hints).then_some(hints),
            takes: (takes != was.takes).then_some(takes),
            on: (on != was.on).then_some(on),
            required: (required != was.required).then_some(required),
            sensitive: (sensitive != was.sensitive).then_some(sensitive),
            ..CustomFieldPatch::default()
        }
    }
}

fn decimal(field: Field<String>) -> Option<Decimal> {
    Decimal::read(&field.some()?)
}
