//! Names of variants, as they stand in the database and in JSON.

macro_rules! codes {
    ($name:ident: $($variant:ident $code:literal),*) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As it stands in the database and in JSON.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}
pub(crate) use codes;
