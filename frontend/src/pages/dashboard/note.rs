//! A note about one of one's own clients, without opening the record.

use domain::{clients::ClientRow, ids::ClientId};
use leptos::prelude::*;

use super::Part;
use crate::{
    i18n::tr,
    pages::{names::called, notes::NoteForm},
};

#[component]
pub fn NoteForMine(mine: Vec<ClientRow>, again: Callback<()>) -> impl IntoView {
    let whom = RwSignal::new(None::<ClientId>);
    let option = |row: &ClientRow| {
        let name = called(&row.first_name, &row.last_name, row.preferred_name.as_deref());
        view! { <option value=row.id.to_string()>{name}</option> }
    };
    let options = mine.iter().map(option).collect_view();
    view! {
        <Part title=tr!(dashboard.note_for)>
            <div class="padded part-form">
                <div class="field">
                    <label class="field-label" for="note-whom">{tr!(dashboard.note_whom)}</label>
                    <p class="field-help" id="note-whom-help">{tr!(dashboard.note_whom_help)}</p>
                    <select id="note-whom" class="select w-full" aria-describedby="note-whom-help"
                        on:change=move |event| whom.set(event_target_value(&event).parse().ok())>
                        <option value="">{tr!(common.choose)}</option>
                        {options}
                    </select>
                </div>
                // Another client is another note: each keeps a draft of its own.
                {move || whom.get().map(|client| view! { <NoteForm client again/> })}
            </div>
        </Part>
    }
}
