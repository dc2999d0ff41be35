//! Clients by what stands in a custom field.

use chrono::NaiveDate;
use domain::{
    custom_fields::{CustomField, Decimal, FieldIs, Span, Takes},
    problem::FieldError,
};

use super::list;
use crate::{StoreError, StoreResult, parameters::Parameters, tx::ReadTx};

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
pub(crate) fn conditions(tx: &mut ReadTx, asked: &[FieldIs]) -> StoreResult<Vec<Wanted>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut all: Vec<Wanted> = Vec::new();
    let fields = list(tx)?;
    for (place, one) in asked.iter().enumerate() {
        let refuse = |code: &str| StoreError::from(vec![FieldError::new(format!("/field/{place}"), code)]);
        let field = fields.iter().find(|field| field.name == one.name && field.on.clients());
        let field = field.ok_or_else(|| refuse("unknown"))?;
        if !tx.may(field.permission()) {
            return Err(StoreError::Forbidden(field.permission()));
        }
        let is = read(&field.takes, &one.wanted).ok_or_else(|| refuse("unreadable"))?;
        match all.iter_mut().find(|wanted| wanted.field.id == field.id) {
            Some(wanted) => wanted.alternatives.push(is),
            None => all.push(Wanted { field: field.clone(), alternatives: vec![is] }),
        }
    }
    Ok(all)
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
}

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
}

fn within<T>(column: &str, span: &Span<T>, mut value: impl FnMut(&T) -> String) -> String {
    let from = span.from.as_ref().map(|from| format!("{column} >= {}", value(from)));
    let to = span.to.as_ref().map(|to| format!("{column} <= {}", value(to)));
    format!("({})", from.into_iter().chain(to).collect::<Vec<_>>().join(" and "))
}
