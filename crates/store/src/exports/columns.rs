//! What stands in a column, asked of the database as a text.

use domain::{
    code_lists::{Labels, label},
    custom_fields::{CustomField, Takes},
    exports::{Column, Plain},
    permission::Permission,
    problem::FieldError,
};

use crate::{StoreError, StoreResult, custom_fields, parameters::Parameters, tx::ReadTx};

/// A column with what it takes to write it.
#[derive(Clone, Debug)]
pub(super) enum Written {
    Plain(Plain),
    Field(CustomField),
}

/// The columns that the reader may choose, in their order; retired fields too, because old records have values.
pub(super) fn offered(tx: &mut ReadTx) -> StoreResult<Vec<Written>> {
    let fields = custom_fields::list(tx)?.into_iter().filter(|field| field.on.clients());
    let all = Plain::ALL.iter().copied().map(Written::Plain).chain(fields.map(Written::Field));
    Ok(all.filter(|column| missing(tx, column).is_none()).collect())
}

/// The columns that were chosen, in the order in which they were.
pub(super) fn wanted(tx: &mut ReadTx, asked: &[Column]) -> StoreResult<Vec<Written>> {
    let fields = match asked.iter().any(|column| matches!(column, Column::Field(_))) {
        true => custom_fields::list(tx)?,
        false => Vec::new(),
    };
    let find = |(place, column): (usize, &Column)| match column {
        Column::Plain(plain) => Ok(Written::Plain(*plain)),
        Column::Field(name) => {
            let field = fields.iter().find(|field| field.name == *name && field.on.clients());
            let unknown = || vec![FieldError::new(format!("/columns/{place}"), "unknown")];
            Ok(Written::Field(field.cloned().ok_or_else(unknown)?))
        }
    };
    let columns = asked.iter().enumerate().map(find).collect::<StoreResult<Vec<_>>>()?;
    may(tx, &columns)?;
    Ok(columns)
}

/// What one does not see on a record one does not see in a file.
pub(super) fn may(tx: &ReadTx, columns: &[Written]) -> StoreResult<()> {
    let missing = columns.iter().find_map(|column| missing(tx, column));
    missing.map_or(Ok(()), |permission| Err(StoreError::Forbidden(permission)))
}

/// What the reader may not and would have to.
fn missing(tx: &ReadTx, column: &Written) -> Option<Permission> {
    let (place, own) = column.permissions();
    [place, own].into_iter().find(|permission| !tx.may(*permission))
}

impl Written {
    pub(super) fn column(&self) -> Column {
        match self {
            Self::Plain(plain) => Column::Plain(*plain),
            Self::Field(field) => Column::Field(field.name.clone()),
        }
    }

    pub(super) fn labels(&self) -> Labels {
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
            Self::Field(field) => (Permission::SeeClientDetails, field.permission()),
        }
    }

    /// The cell as a text that is never null. The statement has `c`, the client, and `reader`, with language and day.
    pub(super) fn cell(&self, parameters: &mut Parameters) -> String {
        let text = match self {
            Self::Plain(plain) => plain_cell(*plain),
            Self::Field(field) => {
                let name = parameters.add(field.name.clone());
                format!(
                    "(select coalesce(words, code, trim_scale(number)::text, to_char(day, 'YYYY-MM-DD')) \
                     from custom_values where custom_values.client_id = c.id and field = {name})"
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

fn plain_cell(plain: Plain) -> String {
    match plain {
        Plain::LastName => "c.last_name".to_owned(),
        Plain::FirstName => "c.first_name".to_owned(),
        Plain::PreferredName => "c.preferred_name".to_owned(),
        Plain::Aliases => "array_to_string(c.aliases, '; ')".to_owned(),
        Plain::DateOfBirth => "to_char(c.date_of_birth, 'YYYY-MM-DD')".to_owned(),
        Plain::Status => "c.status".to_owned(),
        Plain::Stage => "c.stage".to_owned(),
        Plain::Programs => PROGRAMS.to_owned(),
        Plain::Staff => STAFF.to_owned(),
        Plain::Tags => TAGS.to_owned(),
        Plain::Phones => contact("kind = 'phone' and may_contact"),
        Plain::Emails => contact("kind = 'email' and may_contact"),
        Plain::DoNotContact => contact("not may_contact"),
        Plain::Addresses => ADDRESSES.to_owned(),
        Plain::Residency => coded("residency", "c.residency"),
        Plain::Neighborhood => coded("neighborhood", "c.neighborhood"),
        Plain::ReferralSource => coded("referral_source", "c.referral_source"),
        Plain::ExternalIds => EXTERNAL_IDS.to_owned(),
        Plain::AddedOn => ADDED_ON.to_owned(),
        Plain::Id => "c.id::text".to_owned(),
    }
}

const PROGRAMS: &str = "(select string_agg(programs.name, '; ' order by programs.name) from enrollments \
    join programs on programs.id = enrollments.program_id where enrollments.client_id = c.id \
    and enrollments.start_date <= reader.today and coalesce(enrollments.end_date, 'infinity') >= reader.today)";

const STAFF: &str = "(select string_agg(users.name, '; ' order by started_at, users.name) from assignments \
    join users on users.id = assignments.user_id where assignments.client_id = c.id and ended_at is null)";

const TAGS: &str = "(select string_agg(coalesce(labels ->> reader.language, labels ->> 'en', tag), '; ' \
    order by code_values.position, tag) from client_tags left join code_values on list = 'tag' and code = tag \
    where client_tags.client_id = c.id)";

const ADDRESSES: &str = "(select string_agg(concat_ws(', ', nullif(street, ''), nullif(unit, ''), nullif(city, ''), \
    nullif(trim(region || ' ' || postal_code), '')), '; ' order by addresses.position) from addresses \
    where addresses.client_id = c.id)";

const EXTERNAL_IDS: &str = "(select string_agg(source || ' ' || value, '; ' order by source, value) \
    from external_ids where external_ids.client_id = c.id)";

const ADDED_ON: &str =
    "to_char(c.created_at at time zone coalesce((select time_zone from organization), 'UTC'), 'YYYY-MM-DD')";

fn contact(condition: &str) -> String {
    format!(
        "(select string_agg(value, '; ' order by contact_points.position) from contact_points \
         where contact_points.client_id = c.id and {condition})"
    )
}

/// A code in the words of its list.
fn coded(list: &str, column: &str) -> String {
    format!(
        "coalesce((select coalesce(labels ->> reader.language, labels ->> 'en') from code_values \
         where list = '{list}' and code = {column}), {column})"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_reads_the_number() {
        for plain in Plain::ALL {
            assert!(!plain_cell(*plain).contains("ssn"), "{plain:?}");
        }
    }
}
