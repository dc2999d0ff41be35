//! The people of the demo agency, who are the named cast of the tests as well.
//!
//! Tests read like stories with them: Casey manages the case of María, whom Otto does not see.

use domain::role::Role;

macro_rules! cast {
    ($($(#[$doc:meta])* $name:ident $full:literal $email:literal $role:ident)*) => {
        /// Who works here, one for each role, and Otto, who has nobody on his caseload but Darnell.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Cast { $($(#[$doc])* $name),* }

        impl Cast {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $full),* }
            }
            pub fn email(self) -> &'static str {
                match self { $(Self::$name => concat!($email, "@example.org")),* }
            }
            pub fn role(self) -> Role {
                match self { $(Self::$name => Role::$role),* }
            }
        }
    };
}

cast! {
    Ada "Ada Okafor" "ada" Administrator
    Cora "Cora Lindqvist" "cora" ClientDataCoordinator
    Max "Max Moreau" "max" Manager
    Lena "Lena Petrova" "lena" Leader
    /// María and Sukarno are assigned to her, and she staffs CityBuild Academy.
    Casey "Casey Nguyen" "casey" CaseManager
    /// A case manager like Casey, who sees Darnell and none of her clients.
    Otto "Otto Brandt" "otto" CaseManager
    Cole "Cole Adeyemi" "cole" Counselor
    Stan "Stan Kowalski" "stan" Staff
    Vera "Vera Santos" "vera" Volunteer
    Ana "Ana Reyes" "ana" Analyst
    Hana "Hana Kim" "hana" HrAdmin
    Hugo "Hugo Weber" "hugo" HrManager
    Rita "Rita Rossi" "rita" Recruiter
    Emil "Emil Berg" "emil" Employee
    Connie "Connie Marsh" "connie" Contractor
    /// A participant with a record of her own.
    Wendy "Wendy Wu" "wendy" WbleParticipant
    Tess "Tess Ó Briain" "tess" TtwParticipant
}

macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident $first:literal $last:literal)*) => {
        /// Who is served.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Served { $($(#[$doc])* $name),* }

        impl Served {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub fn first_name(self) -> &'static str {
                match self { $(Self::$name => $first),* }
            }
            pub fn last_name(self) -> &'static str {
                match self { $(Self::$name => $last),* }
            }
        }
    };
}

clients! {
    /// On the caseload of Casey, Cole, Stan and Vera; has a social security number, a restriction, notes.
    Maria "María" "Delgado"
    /// A person with one name, on Casey's caseload.
    Sukarno "Sukarno" ""
    /// On Otto's caseload alone.
    Darnell "Darnell" "Washington"
    /// Enrolled in CityBuild Academy, which Casey staffs; assigned to nobody.
    Minh "Thị Minh" "Nguyễn"
    Jose "José" "Núñez Ortiz"
    Wei "Wei" "Ng"
    Siobhan "Siobhán" "O’Brien-Fitzgerald"
    Hubert "Hubert" "Wolfeschlegelsteinhausenbergerdorff"
    Fatima "Fatima" "al-Sayed"
    Olena "Olena" "Kovalenko"
    /// The participant's own record.
    WendyHerself "Wendy" "Wu"
    TessHerself "Tess" "Ó Briain"
}
