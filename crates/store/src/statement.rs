//! Statements in SQL, and columns computed in SQL, that a connection may prepare once.
//!
//! diesel's own `sql_query` and `sql` are parsed and planned at each call, because their texts may be without end.
//! Where ours are few, planning is the larger part of their cost, and it is saved.

use std::{borrow::Cow, marker::PhantomData};

use chrono::NaiveDate;
use diesel::{
    expression::{
        AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
    },
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::Error::QueryBuilderError,
    serialize::ToSql,
    sql_types::{Date, HasSqlType, Timestamptz, Untyped},
};

type Value = Box<dyn QueryFragment<Pg> + Send>;

/// A statement with the parameters `$1`, `$2` and so on, and with named ones. Each may stand in it more than once.
pub(crate) struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
    named: Vec<(&'static str, Value)>,
    is_prepared: bool,
}

impl Sql {
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), values: Vec::new(), named: Vec::new(), is_prepared: false }
    }

    /// For a text that is one of a few, and that has one plan whatever its values are. A text that is made of values
    /// would fill the memory of every connection.
    pub(crate) fn prepared(self) -> Self {
        Self { is_prepared: true, ..self }
    }

    /// The next parameter.
    pub(crate) fn bind<ST, V>(mut self, value: V) -> Self
    where
        Pg: HasSqlType<ST>,
        V: ToSql<ST, Pg> + Send + 'static,
        ST: Send + 'static,
    {
        self.values.push(bound::<ST, V>(value));
        self
    }

    /// The parameter that stands in the text as `$name`.
    pub(crate) fn bind_as<ST, V>(mut self, name: &'static str, value: V) -> Self
    where
        Pg: HasSqlType<ST>,
        V: ToSql<ST, Pg> + Send + 'static,
        ST: Send + 'static,
    {
        self.named.push((name, bound::<ST, V>(value)));
        self
    }

    fn value(&self, name: &str) -> QueryResult<&Value> {
        let by_name = || Some(&self.named.iter().find(|(known, _)| *known == name)?.1);
        let by_number = |number: usize| self.values.get(number.checked_sub(1)?);
        let value = name.parse().map_or_else(|_| by_name(), by_number);
        value.ok_or_else(|| QueryBuilderError(format!("a statement without its parameter {name}").into()))
    }
}

impl QueryFragment<Pg> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if !self.is_prepared {
            out.unsafe_to_cache_prepared();
        }
        let mut pieces = self.text.split('$');
        out.push_sql(pieces.next().unwrap_or_default());
        for piece in pieces {
            let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(piece.len());
            let (name, rest) = piece.split_at(end);
            self.value(name)?.walk_ast(out.reborrow())?;
            out.push_sql(rest);
        }
        Ok(())
    }
}

impl QueryId for Sql {
    type QueryId = ();
    // Its type does not tell its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Query for Sql {
    type SqlType = Untyped;
}
impl RunQueryDsl<PgConnection> for Sql {}

struct Bound<ST, V> {
    value: V,
    kind: PhantomData<ST>,
}

fn bound<ST, V>(value: V) -> Value
where
    Pg: HasSqlType<ST>,
    V: ToSql<ST, Pg> + Send + 'static,
    ST: Send + 'static,
{
    Box::new(Bound::<ST, V> { value, kind: PhantomData })
}

impl<ST, V> QueryFragment<Pg> for Bound<ST, V>
where
    Pg: HasSqlType<ST>,
    V: ToSql<ST, Pg>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<ST, V>(&self.value)
    }
}

/// A column that a fixed text computes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Computed<ST> {
    text: &'static str,
    kind: PhantomData<ST>,
}

pub(crate) fn computed<ST>(text: &'static str) -> Computed<ST> {
    Computed { text, kind: PhantomData }
}

impl<ST: TypedExpressionType> Expression for Computed<ST> {
    type SqlType = ST;
}
impl<ST, QS> AppearsOnTable<QS> for Computed<ST> where Self: Expression {}
impl<ST, QS> SelectableExpression<QS> for Computed<ST> where Self: Expression {}
impl<ST, G> ValidGrouping<G> for Computed<ST> {
    type IsAggregate = is_aggregate::Never;
}
impl<ST> QueryId for Computed<ST> {
    type QueryId = ();
    // Its type does not tell its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<ST> QueryFragment<Pg> for Computed<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.text);
        Ok(())
    }
}

diesel::define_sql_function! {
    /// The moment at which a day of the organization begins, for a range that an index finds: the planner looks at it.
    fn day_begins(day: Date) -> Timestamptz;
}

/// The moment at which a day of the organization begins, asked for once in a statement and not for each row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DayBegins(pub NaiveDate);

impl Expression for DayBegins {
    type SqlType = Timestamptz;
}
impl<QS> AppearsOnTable<QS> for DayBegins {}
impl<QS> SelectableExpression<QS> for DayBegins {}
impl<G> ValidGrouping<G> for DayBegins {
    type IsAggregate = is_aggregate::Never;
}
impl QueryId for DayBegins {
    type QueryId = DayBegins;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl QueryFragment<Pg> for DayBegins {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(select day_begins(");
        out.push_bind_param::<Date, NaiveDate>(&self.0)?;
        out.push_sql("))");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use diesel::{debug_query, sql_types::Text};

    use super::*;

    #[test]
    fn a_parameter_stands_wherever_its_number_does() {
        let sql = Sql::new("select $2, $1 || $2, $own").bind::<Text, _>("a").bind::<Text, _>("b");
        let shown = debug_query::<Pg, _>(&sql.bind_as::<Text, _>("own", "c")).to_string();
        assert_eq!(shown, r#"select $1, $2 || $3, $4 -- binds: ["b", "a", "b", "c"]"#);
    }

    #[test]
    fn a_number_without_a_parameter_is_refused() {
        for text in ["select $2", "select $0", "select $own"] {
            let sql = Sql::new(text).bind::<Text, _>("a");
            assert!(sql.to_sql(&mut Default::default(), &Pg).is_err(), "{text}");
        }
    }
}
