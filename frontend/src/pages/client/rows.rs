//! Phones and emails: as many rows as there are.

use domain::{
    clients::{ContactKind, ContactPoint},
    problem::FieldError,
};
use leptos::prelude::*;

use crate::{
    api::json,
    components::icon::{Icon, Name},
    forms::{Check, Core, Field, Kind, TextField},
    i18n::tr,
};

/// One phone number or email address in a form. Its slot stays while rows before it come and go.
#[derive(Clone, Copy)]
pub struct ContactRow {
    slot: usize,
    kind: ContactKind,
    value: Field<String>,
    label: Field<String>,
    may: Field<bool>,
}

impl ContactRow {
    fn new(core: Core, slot: usize, point: ContactPoint) -> Self {
        let at = |part: &str| format!("/contact_points/{slot}/{part}");
        Self {
            slot,
            kind: point.kind,
            value: core.field(at("value"), point.value).also(at("__all__")),
            label: core.field(at("label"), point.label.unwrap_or_default()),
            may: core.field(at("may_contact"), point.may_contact),
        }
    }

    /// An empty row is no contact.
    fn point(self) -> Option<ContactPoint> {
        let (kind, value) = (self.kind, self.value.some()?);
        Some(ContactPoint { kind, value, label: self.label.some(), may_contact: self.may.get() })
    }
}

/// The rows of a form. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct ContactRows {
    core: Core,
    rows: RwSignal<Vec<ContactRow>>,
    next: StoredValue<usize>,
}

/// Rows for the points that there are, and an empty one for each kind that is missing.
pub fn contact_rows(core: Core, points: Vec<ContactPoint>) -> ContactRows {
    let rows = ContactRows { core, rows: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    rows.fill(points);
    // Rows come and go, so that a draft keeps them as one.
    core.remember_as(
        "/contact_points",
        move || serde_json::to_string(&rows.points()).unwrap_or_default(),
        move |text| rows.fill(json::parse(text).unwrap_or_default()),
    );
    rows
}

fn empty(kind: ContactKind) -> ContactPoint {
    ContactPoint { kind, value: String::new(), label: None, may_contact: true }
}

impl ContactRows {
    /// These points in the place of those that stand there.
    fn fill(self, points: Vec<ContactPoint>) {
        let missing = [ContactKind::Phone, ContactKind::Email].into_iter();
        let missing = missing.filter(|kind| points.iter().all(|point| point.kind != *kind)).map(empty);
        let all = points.iter().cloned().chain(missing.collect::<Vec<_>>());
        self.rows.set(Vec::new());
        all.for_each(|point| self.push(point));
    }

    fn push(self, point: ContactPoint) {
        let slot = self.next.get_value();
        self.next.set_value(slot + 1);
        self.rows.update(|rows| rows.push(ContactRow::new(self.core, slot, point)));
    }

    fn remove(self, slot: usize) {
        self.rows.update(|rows| rows.retain(|row| row.slot != slot));
        self.core.was_changed();
    }

    pub fn points(self) -> Vec<ContactPoint> {
        self.rows.get().into_iter().filter_map(ContactRow::point).collect()
    }

    /// An error of the nth point belongs to the row that it came from.
    pub fn place(self, error: FieldError) -> FieldError {
        let Some(rest) = error.pointer.strip_prefix("/contact_points/") else { return error };
        let (index, part) = rest.split_once('/').unwrap_or((rest, "value"));
        let filled = self.rows.get().into_iter().filter(|row| row.value.some().is_some());
        let row = index.parse().ok().and_then(|index: usize| filled.into_iter().nth(index));
        let pointer = row.map(|row| format!("/contact_points/{}/{part}", row.slot));
        FieldError { pointer: pointer.unwrap_or_else(|| error.pointer.clone()), ..error }
    }
}

#[component]
pub fn ContactFields(rows: ContactRows) -> impl IntoView {
    let add = move |kind| move |_| rows.push(empty(kind));
    view! {
        <For each=move || rows.rows.get() key=|row| row.slot let:row><RowFields rows row/></For>
        <div class="form-actions">
            <button class="btn btn-sm" type="button" on:click=add(ContactKind::Phone)>
                <Icon name=Name::Plus/> {tr!(clients.add_phone)}
            </button>
            <button class="btn btn-sm" type="button" on:click=add(ContactKind::Email)>
                <Icon name=Name::Plus/> {tr!(clients.add_email)}
            </button>
        </div>
    }
}

#[component]
fn RowFields(rows: ContactRows, row: ContactRow) -> impl IntoView {
    let (label, kind) = match row.kind {
        ContactKind::Phone => (tr!(clients.phone), Kind::Phone),
        ContactKind::Email => (tr!(clients.email), Kind::Email),
    };
    view! {
        <div class="form-group">
            <div class="form-row">
                <TextField field=row.value label kind/>
                <TextField field=row.label label=tr!(clients.label) help=tr!(clients.label_help) optional=true/>
            </div>
            <div class="form-group-foot">
                <Check field=row.may label=tr!(clients.may_contact_short)/>
                <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| rows.remove(row.slot)>
                    {tr!(clients.remove)}
                </button>
            </div>
        </div>
    }
}
