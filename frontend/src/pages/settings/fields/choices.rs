//! The choices of a field: as many rows as there are. One that records may have is retired, never taken away.

use domain::{code_lists::suggested, custom_fields::FieldChoice, problem::FieldError};
use leptos::prelude::*;

use super::super::lists::labels::{Lines, Wording};
use crate::{
    components::icon::{Icon, Name},
    forms::{Check, Core, Field},
    i18n::{say, tr, use_i18n},
};

/// One choice in the form. Its slot stays while rows before it come and go.
#[derive(Clone, Copy)]
pub struct Row {
    slot: usize,
    /// As it was before; a new one has none.
    was: StoredValue<Option<FieldChoice>>,
    wording: Wording,
    retired: Field<bool>,
}

impl Row {
    fn choice(self) -> FieldChoice {
        let was = self.was.get_value();
        let labels = self.wording.labels(was.as_ref().map(|was| &was.labels));
        let code = was.map_or_else(|| suggested(&self.wording.english()), |was| was.code);
        FieldChoice { code, labels, retired: self.retired.get() }
    }
}

/// The rows of a form. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Rows {
    core: Core,
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<usize>,
    /// Choices that are there may not be taken away.
    in_use: bool,
}

impl Rows {
    pub fn new(core: Core, found: &[FieldChoice], in_use: bool) -> Self {
        let rows = Self { core, rows: RwSignal::new(Vec::new()), next: StoredValue::new(0), in_use };
        found.iter().cloned().for_each(|choice| rows.push(Some(choice)));
        rows
    }

    fn push(self, was: Option<FieldChoice>) {
        let slot = self.next.get_value();
        self.next.set_value(slot + 1);
        let at = |part: &str| format!("/takes/choices/{slot}/{part}");
        let row = Row {
            slot,
            wording: Wording::at(self.core, &at("labels"), was.as_ref().map(|was| &was.labels)),
            retired: self.core.field(at("retired"), was.as_ref().is_some_and(|was| was.retired)),
            was: StoredValue::new(was),
        };
        self.rows.update(|rows| rows.push(row));
    }

    fn remove(self, slot: usize) {
        self.rows.update(|rows| rows.retain(|row| row.slot != slot));
        self.core.was_changed();
    }

    pub fn choices(self) -> Vec<FieldChoice> {
        self.rows.get().into_iter().map(Row::choice).collect()
    }

    /// An error of the nth choice belongs to the row that it came from. A code is made of the words, so what is wrong
    /// with it is wrong with them.
    pub fn place(self, error: FieldError) -> FieldError {
        let Some(rest) = error.pointer.strip_prefix("/takes/choices/") else { return error };
        let index = rest.split('/').next().and_then(|index| index.parse::<usize>().ok());
        let row = index.and_then(|index| self.rows.get().get(index).copied());
        let pointer = row.map(|row| format!("/takes/choices/{}/labels", row.slot));
        FieldError { pointer: pointer.unwrap_or_else(|| error.pointer.clone()), ..error }
    }
}

#[component]
pub fn ChoiceFields(rows: Rows) -> impl IntoView {
    view! {
        <h3>{tr!(custom_fields.choices)}</h3>
        <For each=move || rows.rows.get() key=|row| row.slot let:row><RowFields rows row/></For>
        <div class="form-actions">
            <button class="btn btn-sm" type="button" on:click=move |_| rows.push(None)>
                <Icon name=Name::Plus/> {tr!(custom_fields.add_choice)}
            </button>
        </div>
    }
}

#[component]
fn RowFields(rows: Rows, row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let place = move || rows.rows.read().iter().position(|other| other.slot == row.slot).unwrap_or_default();
    let title = move || say!(i18n, custom_fields.choice, n = place() + 1);
    let is_there = row.was.with_value(Option::is_some);
    let stays = is_there && rows.in_use;
    view! {
        <fieldset class="form-group">
            <legend class="field-label">{title}</legend>
            <Lines wording=row.wording/>
            <div class="form-group-foot">
                {is_there.then(|| view! { <Check field=row.retired label=tr!(custom_fields.choice_retired)/> })}
                {(!stays).then(|| view! {
                    <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| rows.remove(row.slot)>
                        {tr!(custom_fields.take_away)}
                    </button>
                })}
            </div>
        </fieldset>
    }
}
