//! Leaving a page asks first where it would lose what was typed.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, EventTarget, HtmlAnchorElement, MouseEvent};

use super::Core;
use crate::{
    components::{button::Button, dialog::Dialog},
    i18n::tr,
};

/// The forms that are open, and the way that somebody wanted to go. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Leaving {
    forms: StoredValue<Vec<(u32, Core)>>,
    last: StoredValue<u32>,
    asking: RwSignal<bool>,
    onward: StoredValue<Option<Onward>>,
}

/// Where somebody wanted to go, and which forms that takes away: those that came after this one.
#[derive(Clone, Copy)]
struct Onward {
    then: Callback<()>,
    after: u32,
}

impl Leaving {
    /// Does it now, or once the person has agreed to lose what is typed.
    pub fn first(self, then: Callback<()>) {
        match self.loses(Core::is_unkept) {
            true => self.ask(Onward { then, after: 0 }),
            false => then.run(()),
        }
    }

    /// The newest form, by its number.
    pub fn newest(self) -> u32 {
        self.last.get_value()
    }

    /// Whether words were typed into a form after this one that nobody keeps. A choice is made again in a moment, so that
    /// Escape takes it back without a question.
    pub fn loses_words(self, after: u32) -> bool {
        let lost = |(number, core): &(u32, Core)| *number > after && core.has_words() && core.is_unkept();
        self.forms.try_with_value(|forms| forms.iter().any(lost)).unwrap_or_default()
    }

    /// Does it once the person has agreed to lose what is typed into the forms after this one.
    pub fn ask_after(self, after: u32, then: Callback<()>) {
        self.ask(Onward { then, after });
    }

    fn ask(self, onward: Onward) {
        self.onward.set_value(Some(onward));
        self.asking.set(true);
    }

    fn loses(self, by: impl Fn(Core) -> bool) -> bool {
        self.forms.with_value(|forms| forms.iter().any(|(_, core)| by(*core)))
    }

    fn leave(self) {
        self.asking.set(false);
        if let Some(Onward { then, after }) = self.onward.try_update_value(Option::take).flatten() {
            let left = |forms: &Vec<(u32, Core)>| {
                forms.iter().filter(|(number, _)| *number > after).for_each(|(_, core)| core.is_saved());
            };
            self.forms.with_value(left);
            then.run(());
        }
    }
}

/// Watches over a form as long as it stands on the page. Pages without [`provide_leaving`] let go at once.
pub(super) fn watch(core: Core) {
    let Some(leaving) = use_context::<Leaving>() else { return };
    let number = leaving.last.get_value() + 1;
    leaving.last.set_value(number);
    leaving.forms.update_value(|forms| forms.push((number, core)));
    on_cleanup(move || {
        // On leaving the group of pages the list may be gone before the form is.
        leaving.forms.try_update_value(|forms| forms.retain(|(other, _)| *other != number));
    });
}

/// From here on leaving is watched; [`AskBeforeLeaving`] stands around the pages.
pub fn provide_leaving() {
    let leaving = Leaving {
        forms: StoredValue::new(Vec::new()),
        last: StoredValue::new(0),
        asking: RwSignal::new(false),
        onward: StoredValue::new(None),
    };
    provide_context(leaving);
    let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
        if leaving.loses(Core::is_unsaved) {
            event.prevent_default();
            // Older browsers ask only where something is given back.
            event.set_return_value("unsaved");
        }
    });
    on_cleanup(move || closing.remove());
    ask_before_going_back(leaving);
}

pub fn use_leaving() -> Leaving {
    expect_context::<Leaving>()
}

/// Asks where a link leads away from what is typed.
#[component]
pub fn AskBeforeLeaving(children: Children) -> impl IntoView {
    let (leaving, navigate) = (use_leaving(), use_navigate());
    let go = Callback::new(move |path: String| navigate(&path, Default::default()));
    let follow = move |event: MouseEvent| {
        let Some(path) = path_away(&event).filter(|_| leaving.loses(Core::is_unkept)) else { return };
        event.prevent_default();
        leaving.first(Callback::new(move |()| go.run(path.clone())));
    };
    let title = tr!(forms.leave_title);
    view! {
        <div class="leaving" on:click=follow>{children()}</div>
        <Dialog open=leaving.asking title>
            <p>{tr!(forms.leave_help)}</p>
            <div class="form-actions">
                <Button label=tr!(forms.leave_stay) class="btn btn-primary" on_click=move || leaving.asking.set(false)/>
                <Button label=tr!(forms.leave_go) class="btn btn-danger" on_click=move || leaving.leave()/>
            </div>
        </Dialog>
    }
}

/// Where a click leads, if it leads to another page in this tab.
fn path_away(event: &MouseEvent) -> Option<String> {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if elsewhere || event.button() != 0 || event.default_prevented() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href]").ok().flatten()?.dyn_into::<HtmlAnchorElement>().ok()?;
    let here = window().location();
    let ours = link.origin() == here.origin().ok()? && link.target().is_empty() && link.download().is_empty();
    // Another filter of the same page takes no form away.
    (ours && link.pathname() != here.pathname().ok()?)
        .then(|| format!("{}{}", link.pathname(), link.search()))
}

/// The browser's Back, where the browser lets a page ask (HTML, "Navigation API"). Elsewhere it goes back at once.
fn ask_before_going_back(leaving: Leaving) {
    let Some(navigation) = property(&window(), "navigation").and_then(|it| it.dyn_into::<EventTarget>().ok())
    else {
        return;
    };
    let asked = navigation.clone();
    let ask = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let back = property(&event, "navigationType").is_some_and(|kind| kind == "traverse");
        if !back || !event.cancelable() || !leaving.loses(Core::is_unkept) {
            return;
        }
        let key = property(&event, "destination").and_then(|place| property(&place, "key"));
        event.prevent_default();
        let (navigation, key) = (StoredValue::new_local(asked.clone()), StoredValue::new_local(key));
        leaving.first(Callback::new(move |()| travel(&navigation.get_value(), key.get_value())));
    });
    let function = ask.as_ref().unchecked_ref();
    if navigation.add_event_listener_with_callback("navigate", function).is_err() {
        return;
    }
    let kept = StoredValue::new_local(Some((navigation, ask)));
    on_cleanup(move || {
        if let Some((navigation, ask)) = kept.try_update_value(Option::take).flatten() {
            // Taking away what was added cannot fail.
            drop(navigation.remove_event_listener_with_callback("navigate", ask.as_ref().unchecked_ref()));
        }
    });
}

fn travel(navigation: &EventTarget, key: Option<JsValue>) {
    let travel = property(navigation, "traverseTo").and_then(|it| it.dyn_into::<js_sys::Function>().ok());
    if let Some((travel, key)) = travel.zip(key) {
        // An entry of the history that is gone by now leaves the page where it is.
        drop(travel.call1(navigation, &key));
    }
}

fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = js_sys::Reflect::get(of, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}
