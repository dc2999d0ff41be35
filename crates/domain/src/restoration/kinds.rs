//! Which entries of the log can be put back, what of them, and who may: the one table.

use crate::{
    audit::{Action, Entry},
    permission::Permission::{
        self, EditClients, EditContactDetails, EditPrograms, Enroll, ProposeEdits, Restrict, SetStage,
    },
};

/// The place in the journey, which moves by an edit of its own.
pub(super) const STAGE: &str = "stage";

/// A kind of record whose entries can be put back.
pub(super) struct Kind {
    entity: &'static str,
    of: Of,
    /// What an edit sets of it.
    fields: &'static [&'static str],
    /// What it takes, one of them: to set it, or to propose that.
    pub takes: &'static [Permission],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// A client's record, or another one of the client. One that was made is not taken away by putting back.
    Client,
    /// One of several of a kind that the record has: what was added goes, and what was removed comes back.
    Several,
    /// No client.
    Agency,
}

const KINDS: [Kind; 12] = [
    Kind {
        entity: "clients",
        of: Of::Client,
        fields: &[
            "first_name",
            "last_name",
            "preferred_name",
            "language",
            "aliases",
            "date_of_birth",
            "status",
            "residency",
            "residency_verified_by",
            "neighborhood",
            "referral_source",
            "emergency_contact",
        ],
        takes: &[EditClients, ProposeEdits],
    },
    Kind { entity: "clients", of: Of::Client, fields: &[STAGE], takes: &[SetStage, ProposeEdits] },
    Kind {
        entity: "contact_points",
        of: Of::Several,
        fields: &["kind", "value", "label", "may_contact"],
        takes: &[EditClients, EditContactDetails, ProposeEdits],
    },
    Kind {
        entity: "addresses",
        of: Of::Several,
        fields: &["no_fixed_address", "street", "unit", "city", "region", "postal_code"],
        takes: &[EditClients, EditContactDetails, ProposeEdits],
    },
    Kind {
        entity: "external_ids",
        of: Of::Several,
        fields: &["source", "value"],
        takes: &[EditClients, ProposeEdits],
    },
    Kind { entity: "client_tags", of: Of::Several, fields: &["tag"], takes: &[EditClients, ProposeEdits] },
    // The column of its kind has the value.
    Kind {
        entity: "custom_values",
        of: Of::Several,
        fields: &["words", "code", "number", "day"],
        takes: &[EditClients, ProposeEdits],
    },
    // An answer that was corrected stays on record, so that it is the record that says what it was.
    Kind {
        entity: "demographics",
        of: Of::Client,
        fields: &["corrected_at"],
        takes: &[EditClients, ProposeEdits],
    },
    Kind {
        entity: "restrictions",
        of: Of::Client,
        fields: &["start_date", "end_date", "review_date", "reason"],
        takes: &[Restrict, ProposeEdits],
    },
    Kind {
        entity: "enrollments",
        of: Of::Client,
        fields: &["start_date", "end_date"],
        takes: &[Enroll, ProposeEdits],
    },
    // Its place among the others is left out: they made room, each in an entry of its own.
    Kind {
        entity: "programs",
        of: Of::Agency,
        fields: &[
            "name",
            "description",
            "descriptions",
            "location",
            "kind",
            "department_id",
            "open_to_intake",
            "escalate_after_days",
        ],
        takes: &[EditPrograms, ProposeEdits],
    },
    Kind {
        entity: "departments",
        of: Of::Agency,
        fields: &["name", "owner_id"],
        takes: &[EditPrograms, ProposeEdits],
    },
];

impl Kind {
    /// What an entry is, where there is something of it to put back.
    pub fn of(entry: &Entry) -> Option<&'static Self> {
        let changed = |kind: &&Self| entry.changes.iter().any(|change| kind.has(&change.field));
        let kind = KINDS.iter().filter(|kind| kind.entity == entry.entity).find(changed)?;
        let is_edit = kind.comes_and_goes() || entry.action == Action::Update;
        let is_about = entry.client_id.is_some() == (kind.of != Of::Agency);
        (is_edit && is_about).then_some(kind)
    }

    pub fn has(&self, field: &str) -> bool {
        self.fields.contains(&field)
    }

    /// Whether it is one of those that a record has several of.
    pub fn comes_and_goes(&self) -> bool {
        self.of == Of::Several
    }
}
