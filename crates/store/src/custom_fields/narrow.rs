//! Clients and applications by what stands in a custom field.

use chrono::NaiveDate;
use diesel::{
    dsl::sql,
    pg::Pg,
    prelude::*,
    sql_types::{Bool, Nullable, Text},
};
use domain::{
    custom_fields::{CustomField, Decimal, FieldIs, Span, Takes},
    permission::Permission,
    problem::FieldError,
};

use super::list;
use crate::{
    StoreError, StoreResult,
    parameters::Parameters,
    schema::{applications, custom_values},
    tx::ReadTx,
};

/// Whose values are asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    Clients,
    Applications,
}

impl Of {
    fn have(self, field: &CustomField) -> bool {
        match self {
            Self::Clients => field.on.clients(),
            Self::Applications => field.on.applications(),
        }
    }

    fn permission(self, field: &CustomField) -> Permission {
        match self {
            Self::Clients => field.permission(),
            Self::Applications => field.permission_on_applications(),
        }
    }
}

/// For each field that is asked about: which rows of `custom_values` are wanted.
pub(crate) struct Wanted {
    field: CustomField,
    alternatives: Vec<Is>,
}

enum Is {
    Words(String),
    Code(String),
    Number(Span<Decimal>),
    Day(Span<NaiveDate>),
}

/// Reads what is asked for. A filter by what one does not see would tell it.
pub(crate) fn conditions(tx: &mut ReadTx, of: Of, asked: &[FieldIs]) -> StoreResult<Vec<Wanted>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut all: Vec<Wanted> = Vec::new();
    let fields = list(tx)?;
    for (place, one) in asked.iter().enumerate() {
        let refuse = |code: &str| StoreError::from(vec![FieldError::new(format!("/field/{place}"), code)]);
        let field = fields.iter().find(|field| field.name == one.name && of.have(field));
        let field = field.ok_or_else(|| refuse("unknown"))?;
        let permission = of.permission(field);
        if !tx.may(permission) {
            return Err(StoreError::Forbidden(permission));
        }
        let is = read(&field.takes, &one.wanted).ok_or_else(|| refuse("unreadable"))?;
        match all.iter_mut().find(|wanted| wanted.field.id == field.id) {
            Some(wanted) => wanted.alternatives.push(is),
            None => all.push(Wanted { field: field.clone(), alternatives: vec![is] }),
        }
    }
    Ok(all)
}

/// What was asked, as it may be kept for good: which choice of a list, and of what was typed only in which field it was
/// looked for. It may be somebody's name.
pub(crate) fn without_words(tx: &mut ReadTx, asked: &[FieldIs]) -> StoreResult<Vec<String>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let fields = list(tx)?;
    let is_choice = |one: &FieldIs| {
        let choices =
            fields.iter().filter(|field| field.name == one.name).flat_map(|field| field.takes.choices());
        choices.map(|choice| &choice.code).any(|code| *code == one.wanted)
    };
    let kept = |one: &FieldIs| if is_choice(one) { one.clone().into() } else { one.name.clone() };
    Ok(asked.iter().map(kept).collect())
}

fn read(takes: &Takes, wanted: &str) -> Option<Is> {
    match takes {
        Takes::Text { .. } => {
            let words = linkage::search_key([wanted]);
            (!words.trim().is_empty()).then_some(Is::Words(words))
        }
        Takes::Choice { .. } => Some(Is::Code(wanted.to_owned())),
        Takes::Number { .. } => Span::read(wanted, Decimal::read).map(Is::Number),
        Takes::Date { .. } => Span::read(wanted, |day| day.trim().parse().ok()).map(Is::Day),
    }
}

impl Wanted {
    /// True for clients who have one of them.
    pub(crate) fn condition(&self, parameters: &mut Parameters) -> String {
        let name = parameters.add(self.field.name.clone());
        let alternatives = self.alternatives.iter().map(|is| is.condition(parameters));
        let alternatives = alternatives.collect::<Vec<_>>().join(" or ");
        format!(
            "c.id in (select client_id from custom_values where field = {name} and client_id is not null \
             and ({alternatives}))"
        )
    }

    /// The same for applications.
    pub(crate) fn of_applications(&self) -> Holds<applications::table> {
        let either = |a: OfValues, b: OfValues| -> OfValues { Box::new(a.or(b)) };
        let alternatives = self.alternatives.iter().map(Is::holds).reduce(either);
        let values = custom_values::table
            .select(custom_values::application_id)
            .filter(custom_values::field.eq(self.field.name.clone()))
            .filter(custom_values::application_id.is_not_null())
            .into_boxed()
            .filter(alternatives.unwrap_or_else(|| Box::new(sql("false"))));
        Box::new(applications::id.nullable().eq_any(values))
    }
}

/// A condition on rows of a table.
pub(crate) type Holds<T> = Box<dyn BoxableExpression<T, Pg, SqlType = Nullable<Bool>>>;
type OfValues = Holds<custom_values::table>;

impl Is {
    fn condition(&self, parameters: &mut Parameters) -> String {
        match self {
            Self::Words(words) => {
                format!("words_key like '%' || {} || '%'", parameters.add(words.trim().to_owned()))
            }
            Self::Code(code) => format!("code = {}", parameters.add(code.clone())),
            Self::Number(span) => {
                within("number", span, |number| format!("{}::numeric", parameters.add(number.to_string())))
            }
            Self::Day(span) => within("day", span, |day| parameters.add(*day)),
        }
    }

    fn holds(&self) -> OfValues {
        match self {
            Self::Words(words) => Box::new(custom_values::words_key.like(format!("%{}%", words.trim()))),
            Self::Code(code) => Box::new(custom_values::code.eq(code.clone())),
            Self::Number(span) => both(
                span.from.as_ref().map(|from| number("custom_values.number >= ", from)),
                span.to.as_ref().map(|to| number("custom_values.number <= ", to)),
            ),
            Self::Day(span) => both(
                span.from.map(|from| -> OfValues { Box::new(custom_values::day.ge(from)) }),
                span.to.map(|to| -> OfValues { Box::new(custom_values::day.le(to)) }),
            ),
        }
    }
}

/// A number that is compared as PostgreSQL reads it.
fn number(compared: &str, with: &Decimal) -> OfValues {
    Box::new(sql::<Nullable<Bool>>(compared).bind::<Text, _>(with.to_string()).sql("::numeric"))
}

/// Both ends where both are named.
fn both(from: Option<OfValues>, to: Option<OfValues>) -> OfValues {
    match (from, to) {
        (Some(from), Some(to)) => Box::new(from.and(to)),
        (from, to) => from.or(to).unwrap_or_else(|| Box::new(sql("true"))),
    }
}

fn within<T>(column: &str, span: &Span<T>, mut value: impl FnMut(&T) -> String) -> String {
    let from = span.from.as_ref().map(|from| format!("{column} >= {}", value(from)));
    let to = span.to.as_ref().map(|to| format!("{column} <= {}", value(to)));
    format!("({})", from.into_iter().chain(to).collect::<Vec<_>>().join(" and "))
}
