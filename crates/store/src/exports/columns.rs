//! What stands in a column, asked of the database as a text.

use domain::{
    code_lists::{Labels, label},
    custom_fields::{CustomField, Takes},
    exports::{Column, ExportColumn},
    permission::Permission,
    problem::FieldError,
};

use super::Taken;
use crate::{StoreError, StoreResult, custom_fields, parameters::Parameters, tx::ReadTx};

/// A column with what it takes to write it.
#[derive(Clone, Debug)]
pub(super) enum Written<P> {
    Plain(P),
    Field(CustomField),
}

/// The columns that the reader may choose, in their order; retired fields too, because old records have values.
pub(super) fn offered<P: Taken>(tx: &mut ReadTx) -> StoreResult<Vec<ExportColumn>> {
    let fields = custom_fields::list(tx)?.into_iter().filter(|field| P::has(field));
    let all = P::ALL.iter().copied().map(Written::<P>::Plain).chain(fields.map(Written::Field));
    Ok(all.filter(|column| missing(tx, column).is_none()).map(Written::offered).collect())
}

/// The columns that were chosen, in the order in which they were.
pub(super) fn wanted<P: Taken>(tx: &mut ReadTx, asked: &[Column<P>]) -> StoreResult<Vec<Written<P>>> {
    let fields = match asked.iter().any(|column| matches!(column, Column::Field(_))) {
        true => custom_fields::list(tx)?,
        false => Vec::new(),
    };
    let find = |(place, column): (usize, &Column<P>)| match column {
        Column::Plain(plain) => Ok(Written::Plain(*plain)),
        Column::Field(name) => {
            let field = fields.iter().find(|field| field.name == *name && P::has(field));
            let unknown = || vec![FieldError::new(format!("/columns/{place}"), "unknown")];
            Ok(Written::Field(field.cloned().ok_or_else(unknown)?))
        }
    };
    let columns = asked.iter().enumerate().map(find).collect::<StoreResult<Vec<_>>>()?;
    may(tx, &columns)?;
    Ok(columns)
}

/// What one does not see on a record one does not see in a file.
pub(super) fn may<P: Taken>(tx: &ReadTx, columns: &[Written<P>]) -> StoreResult<()> {
    let missing = columns.iter().find_map(|column| missing(tx, column));
    missing.map_or(Ok(()), |permission| Err(StoreError::Forbidden(permission)))
}

/// What the reader may not and would have to.
fn missing<P: Taken>(tx: &ReadTx, column: &Written<P>) -> Option<Permission> {
    let (place, own) = column.permissions();
    [place, own].into_iter().find(|permission| !tx.may(*permission))
}

impl<P: Taken> Written<P> {
    fn offered(self) -> ExportColumn {
        let labels = self.labels();
        let column = match self {
            Self::Plain(plain) => Column::Plain(plain),
            Self::Field(field) => Column::Field(field.name),
        };
        ExportColumn { column: column.into(), labels }
    }

    fn labels(&self) -> Labels {
        match self {
            Self::Plain(plain) => plain.labels(),
            Self::Field(field) => field.labels.clone(),
        }
    }

    pub(super) fn heading<'a>(&'a self, language: &str) -> &'a str {
        match self {
            Self::Plain(plain) => plain.heading(language),
            Self::Field(field) => label(&field.labels, language),
        }
    }

    /// Those of the place on the record where it stands, and of the value itself.
    fn permissions(&self) -> (Permission, Permission) {
        match self {
            Self::Plain(plain) => (plain.permission(), plain.permission()),
            Self::Field(field) => P::permissions(field),
        }
    }

    /// The cell as a text that is never null. The statement has the row, and `reader`, with language and day.
    pub(super) fn cell(&self, parameters: &mut Parameters) -> String {
        let text = match self {
            Self::Plain(plain) => plain.cell(),
            Self::Field(field) => {
                let name = parameters.add(field.name.clone());
                format!(
                    "(select coalesce(words, code, trim_scale(number)::text, to_char(day, 'YYYY-MM-DD')) \
                     from custom_values where {} and field = {name})",
                    P::VALUES
                )
            }
        };
        format!("coalesce({text}, '')")
    }

    /// A code that the database does not know the words of.
    pub(super) fn worded(&self, cell: String, language: &str, places_people: bool) -> String {
        match self {
            Self::Plain(plain) => plain.worded(cell, language, places_people),
            Self::Field(CustomField { takes: Takes::Choice { choices }, .. }) => {
                let chosen = choices.iter().find(|choice| choice.code == cell);
                chosen.map_or(cell, |choice| label(&choice.labels, language).to_owned())
            }
            Self::Field(_) => cell,
        }
    }
}

/// A code in the words of its list.
pub(super) fn coded(list: &str, column: &str) -> String {
    format!(
        "coalesce((select coalesce(labels ->> reader.language, labels ->> 'en') from code_values \
         where list = '{list}' and code = {column}), {column})"
    )
}

/// An address in a line, of columns that are named as those of the table.
pub(super) const ADDRESS_LINE: &str = "concat_ws(', ', nullif(street, ''), nullif(unit, ''), nullif(city, ''), \
    nullif(trim(region || ' ' || postal_code), ''))";

/// The organization's day of a moment.
pub(super) fn day_of(column: &str) -> String {
    format!("to_char({column} at time zone reader.zone, 'YYYY-MM-DD')")
}

#[cfg(test)]
mod tests {
    use domain::exports::{ApplicationColumn, ClientColumn};

    use super::*;

    fn reads_no_number<P: Taken>() {
        for plain in P::ALL {
            assert!(!plain.cell().contains("ssn"), "{plain:?}");
        }
    }

    #[test]
    fn no_column_reads_the_number() {
        reads_no_number::<ClientColumn>();
        reads_no_number::<ApplicationColumn>();
    }
}
