//! Applications: handed in by the public, read and decided by those who may review them. They belong to nobody's
//! caseload, so they are seen by permission.

mod decide;
mod files;
mod find;
mod forget;
mod known;
mod list;
mod reference;
mod submit;

pub use decide::{accept, attach, contact, forget_contact, refuse};
pub use files::disclose;
pub(crate) use files::{of_application, of_draft};
pub(crate) use find::{ORIGIN, sent};
pub use find::{find, likely_clients};
pub use list::list;
pub(crate) use list::{PROGRAMS, found};
pub use submit::{OPERATION, submit};

use domain::ids::ApplicationId;

use crate::crypt::Place;

/// Where an application keeps a number.
fn place(id: ApplicationId) -> Place {
    Place::new("applications", "ssn", id)
}
