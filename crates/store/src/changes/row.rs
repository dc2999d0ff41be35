//! A proposal as it is kept, and its sides as a reader may see them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    changes::{ABOUT, Change, Edit, Status, Subject},
    clients::display_name,
    ids::ClientId,
    permission::Permission,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{place, unseen::Unseen};
use crate::{StoreResult, ssn::SealedSsn};

#[derive(Queryable)]
pub(super) struct Row {
    pub ids: (Uuid, String, String, i32),
    pub content: (Option<Uuid>, Option<Uuid>, Value, Value),
    pub ssn: (Option<Vec<u8>>, Option<String>, Option<Vec<u8>>),
    /// Who and when, and whether they asked in the name of their own record.
    pub requested: (Uuid, DateTime<Utc>, bool),
    pub reviewed: (Option<DateTime<Utc>>, Option<String>, Vec<String>),
    /// Requester, reviewer, and the names of a program and a department.
    pub people: (Option<String>, Option<String>, Option<String>, Option<String>),
    pub client: (Option<String>, Option<String>, Option<String>),
    pub subject: SubjectRow,
}

/// Of the enrollment, of the restriction, or of the assignment that it is about: program or person, and first day.
pub(super) type SubjectRow =
    (Option<String>, Option<NaiveDate>, Option<String>, Option<NaiveDate>, Option<String>);

impl Row {
    /// The number that the proposal keeps sealed.
    pub fn ssn(&self) -> Option<SealedSsn> {
        let (sealed, last_four, index) = self.ssn.clone();
        Some(SealedSsn {
            place: place(self.ids.0.into()),
            sealed: sealed?,
            last_four: last_four?,
            index: index?,
        })
    }

    pub fn edit(&self) -> StoreResult<Edit> {
        Ok(serde_json::from_value(self.content.2.clone())?)
    }

    /// Whether the person whom it is about asked for it.
    pub fn is_by_client(&self) -> bool {
        self.requested.2
    }

    /// Which enrollment, restriction or assignment of the client's it is about.
    fn subject(&self) -> Option<Subject> {
        let (enrolled, enrolled_since, restricted, restricted_since, assigned) = self.subject.clone();
        let (name, since) = (enrolled.or(restricted).or(assigned), enrolled_since.or(restricted_since));
        let id = self.content.1.filter(|_| name.is_some() || since.is_some())?;
        Some(Subject { id, name, since })
    }

    pub fn status(&self) -> Status {
        Status::from_code(&self.ids.2).unwrap_or(Status::Pending)
    }

    /// What stood in each touched field when it was proposed.
    pub fn base(&self) -> Map<String, Value> {
        self.content.3.as_object().cloned().unwrap_or_default()
    }

    /// What is proposed for each field; of a number its last four digits.
    pub fn proposed(&self, edit: &Edit) -> Map<String, Value> {
        let mut proposed = edit.fields();
        proposed.extend(self.ssn.1.iter().map(|last_four| ("ssn".to_owned(), last_four.as_str().into())));
        proposed
    }

    pub fn change(self, unseen: &Unseen) -> StoreResult<Change> {
        let sides = self.sides(unseen, None)?;
        Ok(self.with(&sides))
    }

    pub fn with(self, sides: &Sides) -> Change {
        let (status, by_client) = (self.status(), self.is_by_client());
        let called = |side: &Map<String, Value>| side.get("name")?.as_str().map(str::to_owned);
        let about_client = self.content.0.is_some() || self.ids.1.starts_with("clients.");
        let (requester, reviewer, program, department) = self.people;
        let entity_name =
            program.or(department).or_else(|| called(&sides.proposed)).or_else(|| called(&sides.base));
        let entity_name = entity_name.filter(|_| !about_client);
        let (preferred, first, last) = self.client;
        let (id, edit, _, version) = self.ids;
        Change {
            id: id.into(),
            version,
            edit,
            status,
            client_id: self.content.0.map(ClientId::from),
            client_name: first
                .map(|first| display_name(preferred.as_deref(), &first, last.as_deref().unwrap_or_default())),
            entity_id: self.content.1.filter(|_| self.content.0.is_none()),
            entity_name,
            about: sides.about.clone(),
            requested_by: self.requested.0.into(),
            requester: requester.unwrap_or_default(),
            by_client,
            requested_at: self.requested.1,
            base: Value::Object(sides.base.clone()),
            proposed: Value::Object(sides.proposed.clone()),
            reviewer,
            reviewed_at: self.reviewed.0,
            rationale: self.reviewed.1,
            left_out: self.reviewed.2,
            withheld: sides.withheld.keys().cloned().collect(),
        }
    }

    /// What stood, what is proposed and what stands now, without what the reader may not see.
    pub fn sides(&self, unseen: &Unseen, current: Option<&Map<String, Value>>) -> StoreResult<Sides> {
        let edit = self.edit()?;
        let (mut base, mut proposed, mut current) =
            (self.base(), self.proposed(&edit), current.cloned().unwrap_or_default());
        if let Some(last_four) = &self.ssn.1 {
            proposed.insert("ssn".into(), format!("•••-••-{last_four}").into());
        }
        let mut withheld = BTreeMap::new();
        let mut about = self.subject();
        if let Some(needed) = about.as_ref().and_then(|_| unseen.subject(&edit)) {
            about = None;
            withheld.insert(ABOUT.to_owned(), needed);
        }
        for side in [&mut base, &mut proposed, &mut current] {
            withheld.extend(unseen.hide(&edit, side));
        }
        Ok(Sides { about, base, proposed, current, withheld })
    }
}

/// The sides of a proposal, and what of them is hidden, with the permission that shows it.
pub(super) struct Sides {
    pub about: Option<Subject>,
    pub base: Map<String, Value>,
    pub proposed: Map<String, Value>,
    pub current: Map<String, Value>,
    pub withheld: BTreeMap<String, Permission>,
}
