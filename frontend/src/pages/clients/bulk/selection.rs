//! Who is chosen: some rows, over several pages, or all who fit the filter.

use std::collections::BTreeMap;

use domain::{
    bulk::Seen,
    clients::{ClientFilter, ClientRow},
    exports::ExportOf,
    ids::ClientId,
    page::Total,
    permission::Permission,
    settings::Module,
};
use leptos::prelude::*;

use crate::{
    components::address::Address,
    i18n::{say, use_i18n},
    session::Session,
};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Selection {
    chosen: RwSignal<BTreeMap<ClientId, i32>>,
    /// All who fit, seen or not.
    everybody: RwSignal<bool>,
    /// The rows of the page that stands there.
    page: RwSignal<Vec<Seen>>,
}

/// Whether one may change many at once.
pub fn may_change(session: Session) -> bool {
    use Permission::*;
    session.uses(Module::BulkChanges)
        && session.may(SeeClientDetails)
        && session.may_any(&[AssignStaff, SetStage, EditClients, ProposeEdits])
}

/// Whether one may take clients out as a file.
pub fn may_export(session: Session) -> bool {
    session.may(Permission::ExportRecords)
}

/// Whoever may change many, or take them out, finds a box at each row. Another filter is another list, in which nobody is chosen yet;
/// another page of it keeps who was.
pub fn provide_selection(session: Session) -> Option<Selection> {
    let selection = (may_change(session) || may_export(session)).then(|| Selection {
        chosen: RwSignal::new(BTreeMap::new()),
        everybody: RwSignal::new(false),
        page: RwSignal::new(Vec::new()),
    })?;
    let address = Address::here();
    let list = Memo::new(move |_| address.query());
    Effect::new(move |_| {
        list.track();
        selection.clear();
    });
    provide_context(selection);
    Some(selection)
}

impl Selection {
    /// The rows that stand there now.
    pub fn shows(self, rows: &[ClientRow]) {
        self.page.set(rows.iter().map(|row| Seen { id: row.id, version: row.version }).collect());
    }

    pub fn clear(self) {
        self.chosen.set(BTreeMap::new());
        self.everybody.set(false);
    }

    pub fn has(self, id: ClientId) -> bool {
        self.everybody.get() || self.chosen.read().contains_key(&id)
    }

    /// Chooses a row, or not any more. Of everybody one cannot be left out, so the rest of the page stays chosen.
    pub fn turn(self, row: Seen) {
        if self.everybody.get_untracked() {
            self.everybody.set(false);
            self.add_page();
        }
        self.chosen.update(|chosen| {
            if chosen.remove(&row.id).is_none() {
                chosen.insert(row.id, row.version);
            }
        });
    }

    fn add_page(self) {
        let page = self.page.get_untracked();
        self.chosen.update(|chosen| chosen.extend(page.iter().map(|row| (row.id, row.version))));
    }

    /// Chooses the page's rows, or none of them any more.
    pub fn turn_page(self) {
        if !self.has_page_untracked() {
            return self.add_page();
        }
        self.everybody.set(false);
        let page = self.page.get_untracked();
        self.chosen.update(|chosen| {
            for row in &page {
                chosen.remove(&row.id);
            }
        });
    }

    /// Whether the whole page is chosen.
    pub fn has_page(self) -> bool {
        let page = self.page.read();
        !page.is_empty() && page.iter().all(|row| self.has(row.id))
    }

    fn has_page_untracked(self) -> bool {
        untrack(|| self.has_page())
    }

    pub fn choose_everybody(self) {
        self.everybody.set(true);
    }

    pub fn is_everybody(self) -> bool {
        self.everybody.get()
    }

    /// How many rows are chosen one by one.
    pub fn count(self) -> usize {
        self.chosen.read().len()
    }

    pub fn is_empty(self) -> bool {
        !self.everybody.get() && self.chosen.read().is_empty()
    }

    /// Whether there are more who fit than were chosen.
    pub fn may_grow(self, found: Option<Total>) -> bool {
        !self.everybody.get() && found.is_some_and(|total| !total.exact || total.count > self.count() as u64)
    }

    /// Whom a change is about: the rows with the versions that were seen, or the filter as it stands in the list.
    pub fn clients_or_filter(self, filter: ClientFilter) -> (Vec<Seen>, Option<ClientFilter>) {
        if self.everybody.get_untracked() {
            let filter = ClientFilter { sort: None, limit: None, cursor: None, ..filter };
            return (Vec::new(), Some(filter));
        }
        let chosen = self.chosen.get_untracked().into_iter();
        (chosen.map(|(id, version)| Seen { id, version }).collect(), None)
    }

    /// Whom a file is about.
    pub fn export_of(self, filter: ClientFilter) -> ExportOf {
        let (clients, filter) = self.clients_or_filter(filter);
        ExportOf { clients: clients.into_iter().map(|seen| seen.id).collect(), filter }
    }
}

/// The box of a row.
#[component]
pub fn Pick(row: Seen, name: String) -> impl IntoView {
    let i18n = use_i18n();
    use_context::<Selection>().map(|selection| {
        let label = move || say!(i18n, bulk.select, name = name.clone());
        view! {
            <td class="list-pick">
                <input class="checkbox" type="checkbox" aria-label=label prop:checked=move || selection.has(row.id)
                    on:change=move |_| selection.turn(row)/>
            </td>
        }
    })
}
