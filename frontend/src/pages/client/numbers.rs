//! The numbers by which other systems know the person: as many rows as there are.

use domain::{clients::ExternalId, problem::FieldError};
use leptos::prelude::*;

use crate::{
    api::json,
    components::icon::{Icon, Name},
    forms::{Core, Field, TextField},
    i18n::tr,
};

/// One number in a form. Its slot stays while rows before it come and go.
#[derive(Clone, Copy)]
struct NumberRow {
    slot: usize,
    source: Field<String>,
    value: Field<String>,
}

impl NumberRow {
    fn new(core: Core, slot: usize, id: ExternalId) -> Self {
        let at = |part: &str| format!("/external_ids/{slot}/{part}");
        Self { slot, source: core.field(at("source"), id.source), value: core.field(at("value"), id.value) }
    }

    /// A row in which nothing stands is no number.
    fn id(self) -> Option<ExternalId> {
        let (source, value) = (self.source.trimmed(), self.value.trimmed());
        (!source.is_empty() || !value.is_empty()).then_some(ExternalId { source, value })
    }
}

/// The rows of a form. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct NumberRows {
    core: Core,
    rows: RwSignal<Vec<NumberRow>>,
    next: StoredValue<usize>,
}

pub fn number_rows(core: Core, ids: Vec<ExternalId>) -> NumberRows {
    let rows = NumberRows { core, rows: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    rows.fill(ids);
    // Rows come and go, so that a draft keeps them as one.
    core.remember_as(
        "/external_ids",
        move || serde_json::to_string(&rows.ids()).unwrap_or_default(),
        move |text| rows.fill(json::parse(text).unwrap_or_default()),
    );
    rows
}

impl NumberRows {
    fn fill(self, ids: Vec<ExternalId>) {
        self.rows.set(Vec::new());
        ids.into_iter().for_each(|id| self.push(id));
    }

    fn push(self, id: ExternalId) {
        let slot = self.next.get_value();
        self.next.set_value(slot + 1);
        self.rows.update(|rows| rows.push(NumberRow::new(self.core, slot, id)));
    }

    fn remove(self, slot: usize) {
        self.rows.update(|rows| rows.retain(|row| row.slot != slot));
        self.core.was_changed();
    }

    pub fn ids(self) -> Vec<ExternalId> {
        self.rows.get().into_iter().filter_map(NumberRow::id).collect()
    }

    /// An error of the nth number belongs to the row that it came from.
    pub fn place(self, error: FieldError) -> FieldError {
        let Some(rest) = error.pointer.strip_prefix("/external_ids/") else { return error };
        let (index, part) = rest.split_once('/').unwrap_or((rest, "value"));
        let filled = self.rows.get().into_iter().filter(|row| row.id().is_some());
        let row = index.parse().ok().and_then(|index: usize| filled.into_iter().nth(index));
        let pointer = row.map(|row| format!("/external_ids/{}/{part}", row.slot));
        FieldError { pointer: pointer.unwrap_or_else(|| error.pointer.clone()), ..error }
    }
}

#[component]
pub fn NumberFields(rows: NumberRows) -> impl IntoView {
    let add = move |_| rows.push(ExternalId { source: String::new(), value: String::new() });
    view! {
        <For each=move || rows.rows.get() key=|row| row.slot let:row><RowFields rows row/></For>
        <div class="form-actions">
            <button class="btn btn-sm" type="button" on:click=add>
                <Icon name=Name::Plus/> {tr!(clients.add_external_id)}
            </button>
        </div>
    }
}

#[component]
fn RowFields(rows: NumberRows, row: NumberRow) -> impl IntoView {
    view! {
        <div class="form-group">
            <div class="form-row">
                <TextField field=row.source label=tr!(clients.external_source) help=tr!(clients.external_source_help)/>
                <TextField field=row.value label=tr!(clients.external_value)/>
            </div>
            <div class="form-group-foot">
                <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| rows.remove(row.slot)>
                    {tr!(clients.remove)}
                </button>
            </div>
        </div>
    }
}
