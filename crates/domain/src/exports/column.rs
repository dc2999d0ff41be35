//! What may stand in a file: the columns that every installation has, and custom fields. A social security number is not
//! among it.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::words::{Words, said};
use crate::{code_lists::Labels, permission::Permission, problem::FieldError, validate};

/// A column that every installation has, of one kind of file.
pub trait Plain: Copy + PartialEq + Debug + Send + Sync + 'static {
    /// In the order in which they are offered.
    const ALL: &'static [Self];

    /// As it is asked for.
    fn code(self) -> &'static str;

    /// What one must be allowed in order to see it on the record.
    fn permission(self) -> Permission;

    /// What stands over it.
    fn words(self) -> Words;

    /// What a cell means that has a code of the program itself.
    fn meaning(self, cell: &str, places_people: bool) -> Option<Words>;

    /// The word over the column.
    fn heading(self, language: &str) -> &'static str {
        said(self.words(), language)
    }

    /// The same by language.
    fn labels(self) -> Labels {
        let (english, spanish) = self.words();
        Labels::from([("en".to_owned(), english.to_owned()), ("es".to_owned(), spanish.to_owned())])
    }

    /// A cell in words, where it is a code of the program itself.
    fn worded(self, cell: String, language: &str, places_people: bool) -> String {
        self.meaning(&cell, places_people).map_or(cell, |words| said(words, language).to_owned())
    }
}

/// Columns of a kind of file, each with its code, what stands over it in English and Spanish, and what one must be allowed
/// in order to see it; and the function that says what a code of the program in one of them means.
macro_rules! columns {
    ($(#[$doc:meta])* $name:ident by $meaning:ident:
        $($column:ident $code:literal $english:literal $spanish:literal $seen:ident,)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($column),* }

        impl Plain for $name {
            const ALL: &'static [Self] = &[$(Self::$column),*];

            fn code(self) -> &'static str {
                match self { $(Self::$column => $code),* }
            }
            fn permission(self) -> Permission {
                match self { $(Self::$column => Permission::$seen),* }
            }
            fn words(self) -> Words {
                match self { $(Self::$column => ($english, $spanish)),* }
            }
            fn meaning(self, cell: &str, places_people: bool) -> Option<Words> {
                $meaning(self, cell, places_people)
            }
        }
    };
}
pub(super) use columns;

/// A column: one that every installation has, or a custom field by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String", bound = "P: Plain")]
pub enum Column<P> {
    Plain(P),
    Field(String),
}

const FIELD: &str = "field:";

impl<P: Plain> TryFrom<String> for Column<P> {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        match text.strip_prefix(FIELD) {
            Some(name) => {
                validate::code(name).map_err(|_| "no name of a field")?;
                Ok(Self::Field(name.to_owned()))
            }
            None => {
                let plain = P::ALL.iter().copied().find(|plain| plain.code() == text);
                plain.map(Self::Plain).ok_or("a column that no file has")
            }
        }
    }
}

impl<P: Plain> From<Column<P>> for String {
    fn from(column: Column<P>) -> Self {
        match column {
            Column::Plain(plain) => plain.code().to_owned(),
            Column::Field(name) => format!("{FIELD}{name}"),
        }
    }
}

/// A column that is asked for twice is wrong.
pub(super) fn twice<P: Plain>(columns: &[Column<P>], errors: &mut Vec<FieldError>) {
    for (place, column) in columns.iter().enumerate() {
        if columns[..place].contains(column) {
            errors.push(FieldError::new(format!("/columns/{place}"), "twice"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::{ApplicationColumn, ClientColumn};

    fn reads_back<P: Plain>() {
        for plain in P::ALL {
            let text = String::from(Column::Plain(*plain));
            assert_eq!(Column::try_from(text), Ok(Column::Plain(*plain)));
        }
        let field = Column::<P>::try_from("field:shirt_size".to_owned()).unwrap();
        assert_eq!(String::from(field), "field:shirt_size");
    }

    #[test]
    fn a_column_reads_back_as_it_was_written() {
        reads_back::<ClientColumn>();
        reads_back::<ApplicationColumn>();
    }

    #[test]
    fn no_file_has_a_social_security_number() {
        for secret in ["ssn", "ssn_last_four", "ssn_sealed", "field:", "field:a b"] {
            assert!(Column::<ClientColumn>::try_from(secret.to_owned()).is_err(), "{secret}");
            assert!(Column::<ApplicationColumn>::try_from(secret.to_owned()).is_err(), "{secret}");
        }
    }
}
