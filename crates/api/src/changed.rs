//! The answer to an edit of a canonical record: done, made, or proposed.

use actix_web::{HttpRequest, HttpResponse, Responder, body::BoxBody};
use domain::{
    assignments::Assignment,
    changes::Change,
    clients::Client,
    custom_fields::ClientFields,
    demographics::Demographics,
    departments::Department,
    enrollments::Enrollment,
    erasures::Erasure,
    programs::{Capacity, ProgramDetail},
    restoration::Restored,
    restrictions::Restriction,
};
use serde::Serialize;
use store::{canonical::Applied, changes::Outcome};

use crate::{answer::Answer, problem::Refused};

/// What became of an edit, as the caller reads it: 200 or 201 with the record, 202 with the proposal.
#[derive(Debug)]
pub enum Changed<T> {
    Applied { record: T, location: Option<String> },
    Proposed(Box<Change>),
}

/// A record that edits end in.
pub trait Record: Serialize + Sized {
    /// Whether nothing is left to show: 204.
    const GONE: bool = false;

    fn of(applied: Applied) -> Option<Self>;

    /// The version for the `ETag`; none where the record has none of its own.
    fn version(&self) -> Option<i32>;
}

impl<T: Record> Changed<T> {
    pub(crate) fn of(outcome: Outcome) -> Result<Self, Refused> {
        match outcome {
            Outcome::Proposed(change) => Ok(Self::Proposed(Box::new(change))),
            Outcome::Applied(applied) => match T::of(*applied) {
                Some(record) => Ok(Self::Applied { record, location: None }),
                None => {
                    Err(Refused::internal("an edit ended in another record than its handler answers with"))
                }
            },
        }
    }

    /// The record is a new one, to be read there.
    pub fn made(self, at: impl FnOnce(&T) -> String) -> Self {
        match self {
            Self::Applied { record, .. } => Self::Applied { location: Some(at(&record)), record },
            proposed => proposed,
        }
    }
}

impl<T: Record> Responder for Changed<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::Proposed(change) => Answer::accepted(change).respond_to(request),
            Self::Applied { .. } if T::GONE => Answer::<()>::no_content().respond_to(request),
            Self::Applied { record, location } => {
                let version = record.version();
                let answer = match location {
                    Some(location) => Answer::created(record, location),
                    None => Answer::ok(record),
                };
                match version {
                    Some(version) => answer.etag(|_| version).respond_to(request),
                    None => answer.respond_to(request),
                }
            }
        }
    }
}

/// What an edit took away.
#[derive(Debug, Serialize)]
pub struct Removed;

impl Record for Removed {
    const GONE: bool = true;

    fn of(applied: Applied) -> Option<Self> {
        matches!(applied, Applied::Removed).then_some(Self)
    }

    fn version(&self) -> Option<i32> {
        None
    }
}

macro_rules! records {
    ($($variant:ident $name:ident, $version:expr;)*) => { $(
        impl Record for $name {
            fn of(applied: Applied) -> Option<Self> {
                match applied {
                    Applied::$variant(record) => Some(record),
                    _ => None,
                }
            }
            fn version(&self) -> Option<i32> {
                let version: fn(&Self) -> Option<i32> = $version;
                version(self)
            }
        }
    )* };
}

/// Whatever the record is whose earlier values were put back.
impl Record for Restored {
    fn of(applied: Applied) -> Option<Self> {
        let version = match applied {
            Applied::Client(client) => client.version,
            Applied::Restriction(restriction) => restriction.version,
            Applied::Demographics(demographics) => demographics.version,
            Applied::ClientFields(fields) => fields.version,
            Applied::Enrollment(enrollment) => enrollment.version,
            Applied::Program(found) => found.program.version,
            Applied::Department(department) => department.version,
            _ => return None,
        };
        Some(Self { version })
    }
    fn version(&self) -> Option<i32> {
        Some(self.version)
    }
}

records! {
    Client Client, |client| Some(client.version);
    Restriction Restriction, |restriction| Some(restriction.version);
    ClientFields ClientFields, |fields| Some(fields.version);
    Demographics Demographics, |demographics| Some(demographics.version);
    Assignment Assignment, |_| None;
    Program ProgramDetail, |found| Some(found.program.version);
    Capacity Capacity, |_| None;
    Department Department, |department| Some(department.version);
    Erasure Erasure, |_| None;
    Enrollment Enrollment, |enrollment| Some(enrollment.version);
}
