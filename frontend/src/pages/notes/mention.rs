//! Naming a colleague in a text: `@` opens a list of those who may read it, for keyboard and pointer.

use domain::{
    ids::ClientId,
    notes::{NoteReader, NoteReaders, matching, mention_at, named},
};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement, KeyboardEvent};

use crate::{
    forms::{Field, TextArea},
    i18n::{Text, say, tr, use_i18n},
    session::use_session,
};

/// What pages about clients alone need. Each page loads it once; what stands on several of them does not.
pub const STYLES: &str = concat!("/casework.css?v=", env!("CARGO_PKG_VERSION"));

/// Whom one may name. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Naming {
    of: Signal<NoteReaders>,
    /// Read once somebody types `@`, and again where the note becomes another one.
    readers: RwSignal<Option<(NoteReaders, Vec<NoteReader>)>>,
    text: Field<String>,
}

impl Naming {
    pub fn new(client: ClientId, of: Signal<NoteReaders>, text: Field<String>) -> Self {
        let naming = Self { of, readers: RwSignal::new(None), text };
        let session = use_session();
        let wanted = Memo::new(move |_| text.signal().read().contains('@').then(|| of.get()));
        Effect::new(move |_| {
            let Some(of) = wanted.get() else { return };
            spawn_local(async move {
                // Without the list nobody is named, and the text is written all the same.
                if let Ok(all) = session.note_readers(client, of.clone()).await {
                    naming.readers.try_set(Some((of, all)));
                }
            });
        });
        naming
    }

    /// Who is named in the text.
    pub fn mentions(self) -> Vec<domain::ids::UserId> {
        let text = self.text.get();
        self.readers.with(|readers| readers.as_ref().map(|(_, all)| named(&text, all)).unwrap_or_default())
    }

    /// The same, where it is known by now: who may be named is read once somebody is.
    pub fn known(self) -> Option<Vec<domain::ids::UserId>> {
        let is_read = !self.text.get().contains('@') || self.readers.read().is_some();
        is_read.then(|| self.mentions())
    }

    fn fits(self, query: &str) -> Vec<NoteReader> {
        self.readers.with(|readers| match readers {
            Some((of, all)) if *of == self.of.get() => matching(query, all),
            _ => Vec::new(),
        })
    }
}

/// What was typed since the `@`, and where that stands before the cursor.
#[derive(Clone, PartialEq)]
struct Typing {
    before: String,
    query: String,
    after: String,
}

#[component]
pub fn MentionArea(
    naming: Naming,
    label: Text,
    #[prop(optional, into)] help: Option<Text>,
    #[prop(default = 4)] rows: u16,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Div>::new();
    let typing = RwSignal::new(None::<Typing>);
    let at = RwSignal::new(0_usize);
    let fits = Memo::new(move |_| typing.get().map(|now| naming.fits(&now.query)).unwrap_or_default());
    let list = format!("{}-colleagues", naming.text.id());
    let look = move || {
        at.set(0);
        typing.set(node.get_untracked().and_then(|node| area(&node)).and_then(|area| read(&area)));
    };
    let pick = move |reader: NoteReader| {
        let (Some(now), Some(node)) = (typing.get_untracked(), node.get_untracked()) else { return };
        typing.set(None);
        let begun = format!("{}@{} ", now.before, reader.name);
        let caret = u32::try_from(begun.encode_utf16().count()).unwrap_or(u32::MAX);
        naming.text.set(format!("{begun}{}", now.after));
        request_animation_frame(move || {
            if let Some(area) = area(&node) {
                // Both can only fail on an element of another kind.
                drop(area.focus());
                drop(area.set_selection_range(caret, caret));
            }
        });
    };
    let key = move |event: KeyboardEvent| {
        let all = fits.get_untracked();
        let chosen = all.get(at.get_untracked()).cloned();
        let (Some(chosen), false) = (chosen, event.is_composing()) else { return };
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % all.len()),
            "ArrowUp" => at.update(|at| *at = (*at + all.len() - 1) % all.len()),
            "Enter" | "Tab" => pick(chosen),
            "Escape" => typing.set(None),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let option_id = {
        let list = list.clone();
        move |at: usize| format!("{list}-{at}")
    };
    let (controls, active) = (list.clone(), option_id.clone());
    Effect::new(move |_| {
        let chosen = (!fits.read().is_empty()).then(|| active(at.get()));
        let Some(area) = node.get().and_then(|node| area(&node)) else { return };
        // The names of these attributes are valid, which is all that can go wrong.
        drop(area.set_attribute("aria-autocomplete", "list"));
        match chosen {
            Some(id) => {
                drop(area.set_attribute("aria-controls", &controls));
                drop(area.set_attribute("aria-activedescendant", &id));
            }
            None => {
                drop(area.remove_attribute("aria-controls"));
                drop(area.remove_attribute("aria-activedescendant"));
            }
        }
    });
    let options = move || {
        let all = fits.get();
        if all.is_empty() {
            return ().into_any();
        }
        let option = |(place, reader): (usize, NoteReader)| {
            let name = reader.name.clone();
            view! {
                <li id=option_id(place) class="mention" role="option"
                    aria-selected=move || (at.get() == place).to_string()
                    on:pointerdown=move |event| { event.prevent_default(); pick(reader.clone()) }>
                    {name}
                </li>
            }
        };
        let rows = all.into_iter().enumerate().map(option).collect_view();
        view! { <ul id=list.clone() class="mentions" role="listbox" aria-label=tr!(notes.mention)>{rows}</ul> }
            .into_any()
    };
    let told = move || match fits.read().len() {
        0 => String::new(),
        n => say!(i18n, notes.mention_some, n = n),
    };
    view! {
        <div class="mention-area" node_ref=node on:input=move |_| look() on:keydown=key
            on:focusout=move |_| typing.set(None)>
            <TextArea field=naming.text label help=help.unwrap_or_else(|| tr!(notes.mention_help)) rows/>
            {options}
            <p class="sr-only" role="status">{told}</p>
        </div>
    }
}

fn area(node: &Element) -> Option<HtmlTextAreaElement> {
    node.query_selector("textarea").ok()??.dyn_into().ok()
}

/// What stands before the cursor, if it ends in `@` and the beginning of a name.
fn read(area: &HtmlTextAreaElement) -> Option<Typing> {
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let caret = usize::try_from(area.selection_start().ok()??).ok()?.min(text.len());
    let (before, after) = text.split_at(caret);
    let before = String::from_utf16(before).ok()?;
    let (start, query) = mention_at(&before)?;
    let (query, before) = (query.to_owned(), before[..start].to_owned());
    Some(Typing { before, query, after: String::from_utf16(after).ok()? })
}
