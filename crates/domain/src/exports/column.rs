//! What may stand in a file. A social security number is not among it.

use serde::{Deserialize, Serialize};

use crate::{codes::codes, permission::Permission, validate};

/// A column: one that every installation has, or a custom field by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Column {
    Plain(Plain),
    Field(String),
}

const FIELD: &str = "field:";

impl TryFrom<String> for Column {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        match text.strip_prefix(FIELD) {
            Some(name) => {
                validate::code(name).map_err(|_| "no name of a field")?;
                Ok(Self::Field(name.to_owned()))
            }
            None => Plain::from_code(&text).map(Self::Plain).ok_or("a column that no file has"),
        }
    }
}

impl From<Column> for String {
    fn from(column: Column) -> Self {
        match column {
            Column::Plain(plain) => plain.code().to_owned(),
            Column::Field(name) => format!("{FIELD}{name}"),
        }
    }
}

/// A column that every installation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    LastName,
    FirstName,
    PreferredName,
    Aliases,
    DateOfBirth,
    Status,
    Stage,
    Programs,
    Staff,
    Tags,
    Phones,
    Emails,
    DoNotContact,
    Addresses,
    Residency,
    Neighborhood,
    ReferralSource,
    ExternalIds,
    AddedOn,
    Id,
}
codes!(Plain: LastName "last_name", FirstName "first_name", PreferredName "preferred_name", Aliases "aliases",
    DateOfBirth "date_of_birth", Status "status", Stage "stage", Programs "programs", Staff "staff", Tags "tags",
    Phones "phones", Emails "emails", DoNotContact "do_not_contact", Addresses "addresses",
    Residency "residency", Neighborhood "neighborhood", ReferralSource "referral_source",
    ExternalIds "external_ids", AddedOn "added_on", Id "id");

impl Plain {
    /// What one must be allowed in order to see it on the record.
    pub fn permission(self) -> Permission {
        match self {
            Self::LastName
            | Self::FirstName
            | Self::PreferredName
            | Self::Phones
            | Self::Emails
            | Self::DoNotContact
            | Self::Addresses
            | Self::AddedOn
            | Self::Id => Permission::SeeClients,
            Self::Programs => Permission::SeeEnrollments,
            _ => Permission::SeeClientDetails,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_reads_back_as_it_was_written() {
        for plain in Plain::ALL {
            let text = String::from(Column::Plain(*plain));
            assert_eq!(Column::try_from(text), Ok(Column::Plain(*plain)));
        }
        let field = Column::try_from("field:shirt_size".to_owned()).unwrap();
        assert_eq!(String::from(field), "field:shirt_size");
    }

    #[test]
    fn no_file_has_a_social_security_number() {
        for secret in ["ssn", "ssn_last_four", "ssn_sealed", "field:", "field:a b"] {
            assert!(Column::try_from(secret.to_owned()).is_err(), "{secret}");
        }
    }
}
