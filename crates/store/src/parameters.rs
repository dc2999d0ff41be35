//! Parameters of a statement in SQL that is put together from parts: each part takes the next number.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Date, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::{scope::Scoped, statement::Sql};

/// Values, in the order of their numbers.
#[derive(Debug, Default)]
pub(crate) struct Parameters(Vec<Parameter>);

#[derive(Clone, Debug)]
pub(crate) enum Parameter {
    Text(String),
    Texts(Vec<String>),
    Dates(Vec<NaiveDate>),
    Date(NaiveDate),
    Time(DateTime<Utc>),
    Id(Uuid),
    Ids(Vec<Uuid>),
    Count(i64),
}

impl Parameters {
    /// Takes a value in; gives what stands for it in the text.
    pub(crate) fn add(&mut self, value: impl Into<Parameter>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    pub(crate) fn bound_to(self, statement: Scoped<Sql>) -> Scoped<Sql> {
        self.0.into_iter().fold(statement, |statement, value| match value {
            Parameter::Text(text) => statement.bind::<Text, _>(text),
            Parameter::Texts(texts) => statement.bind::<Array<Text>, _>(texts),
            Parameter::Dates(days) => statement.bind::<Array<Date>, _>(days),
            Parameter::Date(day) => statement.bind::<Date, _>(day),
            Parameter::Time(time) => statement.bind::<Timestamptz, _>(time),
            Parameter::Id(id) => statement.bind::<SqlUuid, _>(id),
            Parameter::Ids(ids) => statement.bind::<Array<SqlUuid>, _>(ids),
            Parameter::Count(count) => statement.bind::<BigInt, _>(count),
        })
    }
}

macro_rules! from {
    ($($name:ident $kind:ty)*) => { $(
        impl From<$kind> for Parameter {
            fn from(value: $kind) -> Self {
                Self::$name(value)
            }
        }
    )* };
}
from! { Text String Texts Vec<String> Dates Vec<NaiveDate> Date NaiveDate Time DateTime<Utc> Id Uuid Ids Vec<Uuid> Count i64 }
