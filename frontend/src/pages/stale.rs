//! Somebody saved a change while somebody else was writing: both sides, and a choice for each field.

use std::collections::{BTreeMap, BTreeSet};

use domain::validate::Draft;
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    api::Answer,
    components::{
        button::Button,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    forms::{Core, Form},
    i18n::{say, tr, use_i18n},
    pages::{audit::titled, values::use_values},
};
use domain::problem::Code;

/// How a patch and its record are taken apart into fields, and a patch put together again without some.
pub struct Sides<P, R> {
    pub patch: fn(&P) -> Map<String, Value>,
    pub record: fn(&R) -> Map<String, Value>,
    pub without: fn(P, &BTreeSet<String>) -> P,
}

impl<P, R> Clone for Sides<P, R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P, R> Copy for Sides<P, R> {}

impl<P: Serialize + DeserializeOwned, R: Serialize> Sides<P, R> {
    /// A merge-patch, whose fields are the record's.
    pub fn of_patch() -> Self {
        Self { patch: fields, record: fields, without: fewer }
    }
}

/// The fields of something that is written as an object.
pub fn fields<T: Serialize>(of: &T) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

fn fewer<P: Serialize + DeserializeOwned>(patch: P, dropped: &BTreeSet<String>) -> P {
    let mut left = fields(&patch);
    left.retain(|name, _| !dropped.contains(name));
    // What was taken from a patch's own fields is a patch again.
    serde_json::from_value(Value::Object(left)).unwrap_or(patch)
}

/// A field that both sides changed, to different values.
#[derive(Clone, Debug, PartialEq)]
struct Clash {
    field: String,
    mine: Value,
    theirs: Value,
}

/// What both sides changed since `was`.
fn clashes(mine: &Map<String, Value>, was: &Map<String, Value>, now: &Map<String, Value>) -> Vec<Clash> {
    let value = |of: &Map<String, Value>, name: &str| of.get(name).cloned().unwrap_or(Value::Null);
    let all = mine.iter().map(|(name, mine)| (name, mine.clone(), value(was, name), value(now, name)));
    let clash = all.filter(|(_, mine, was, now)| was != now && mine != now);
    clash.map(|(name, mine, _, theirs)| Clash { field: name.clone(), mine, theirs }).collect()
}

/// The record as it is now, and what stands against it.
#[derive(Clone)]
struct Found<R> {
    now: R,
    clashes: Vec<Clash>,
}

/// Stands in a form that patches a versioned record. When the version was stale it reads the record again, shows
/// both sides, and hands `save` the patch that is left, with the record that it is for.
#[component]
pub fn BothSides<P, R, F>(
    form: Form<P>,
    /// The record that the form was filled from.
    #[prop(into)]
    was: Signal<R>,
    sides: Sides<P, R>,
    read: impl Fn() -> F + Send + Sync + 'static,
    #[prop(into)] save: Callback<(P, R)>,
) -> impl IntoView
where
    P: Draft + Send + Sync + 'static,
    R: Clone + Send + Sync + 'static,
    F: Future<Output = Answer<R>> + 'static,
{
    let found = RwSignal::new(None::<Found<R>>);
    let theirs = RwSignal::new(BTreeSet::<String>::new());
    let failure = form.core.failure();
    Effect::new(move |_| {
        if !is_stale(form.core) {
            return;
        }
        let reading = read();
        spawn_local(async move {
            match reading.await {
                Ok(now) => {
                    let mine = (sides.patch)(&untrack(|| form.value()));
                    let clashes =
                        clashes(&mine, &(sides.record)(&was.get_untracked()), &(sides.record)(&now));
                    theirs.set(BTreeSet::new());
                    found.set(Some(Found { now, clashes }));
                    failure.set(None);
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    });
    let send = move || {
        if let Some(Found { now, .. }) = found.get_untracked() {
            let patch = untrack(|| form.value());
            save.run(((sides.without)(patch, &theirs.get_untracked()), now));
        }
    };
    move || {
        found.get().map(|found| view! { <Choose clashes=found.clashes theirs send=Callback::new(move |()| send()) core=form.core/> })
    }
}

fn is_stale(core: Core) -> bool {
    core.failure().read().as_ref().is_some_and(|failure| failure.is(Code::StaleVersion))
}

#[component]
fn Choose(
    clashes: Vec<Clash>,
    theirs: RwSignal<BTreeSet<String>>,
    send: Callback<()>,
    core: Core,
) -> impl IntoView {
    let apart = clashes.is_empty();
    let (help, label) = match apart {
        true => (tr!(stale.apart), tr!(stale.save_both)),
        false => (tr!(stale.choose), tr!(stale.save)),
    };
    view! {
        <div class="notice notice-warning" role="alert">
            <Icon name=Name::People/>
            <div class="both-sides">
                <p class="notice-title">{tr!(stale.title)}</p>
                <p>{help}</p>
                {clashes.into_iter().map(|clash| view! { <Choice clash theirs/> }).collect_view()}
                <Button label class="btn btn-primary" pending=core.pending() on_click=move || send.run(())/>
            </div>
        </div>
    }
}

#[component]
fn Choice(clash: Clash, theirs: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let Clash { field, mine, theirs: other } = clash;
    let (values, of) = (use_values([field.as_str()]), field.clone());
    let worded = move |value: &Value| match values.say("clients", &of, value) {
        words if words.is_empty() => say!(i18n, stale.empty),
        words => words,
    };
    let worded_too = worded.clone();
    let name = format!("stale-{field}");
    let (keep, give) = (field.clone(), field.clone());
    let keep_mine = move |_| theirs.update(|fields| fields.retain(|other| *other != keep));
    let keep_theirs = move |_| theirs.update(|fields| fields.extend([give.clone()]));
    view! {
        <fieldset class="field">
            <legend class="field-label">{titled(i18n, &field)}</legend>
            <label class="field-choice">
                <input class="radio" type="radio" name=name.clone() checked=true on:change=keep_mine/>
                <span>{move || say!(i18n, stale.yours, value = worded(&mine))}</span>
            </label>
            <label class="field-choice">
                <input class="radio" type="radio" name=name on:change=keep_theirs/>
                <span>{move || say!(i18n, stale.theirs, value = worded_too(&other))}</span>
            </label>
        </fieldset>
    }
}

/// What was typed into forms that a new reading took from the screen, by form and record, until they are open again.
#[derive(Clone, Copy)]
struct Overtaken(StoredValue<BTreeMap<Place, BTreeMap<String, String>>>);

/// The name of a form, and what it is about.
type Place = (&'static str, String);

/// From here on a form with [`ReadAgain`] has its texts back when it is opened again.
pub fn provide_overtaken() {
    provide_context(Overtaken(StoredValue::new(BTreeMap::new())));
}

/// For a form that decides and patches nothing: a stale version is read again by `again`, and the person goes on.
#[component]
pub fn ReadAgain(
    core: Core,
    again: Callback<()>,
    /// The record that it decides about. Not where the form's texts are kept as a draft, which brings them back as well.
    #[prop(optional, into)]
    about: Option<String>,
) -> impl IntoView {
    let (i18n, toasts, overtaken) = (use_i18n(), use_toasts(), expect_context::<Overtaken>().0);
    let key = StoredValue::new(about.map(|about| (core.name(), about)));
    let forget = move || overtaken.try_update_value(|all| all.remove(&key.get_value()?)).flatten();
    let typed = forget();
    if let Some(typed) = &typed {
        core.type_again(typed);
        core.was_changed();
        core.was_worded();
    }
    Effect::new(move |_| {
        if core.pending().get() {
            forget();
        }
    });
    Effect::new(move |_| {
        if is_stale(core) {
            let typed = untrack(|| core.typed());
            // The reading may draw the form anew, and empty.
            overtaken.update_value(|all| all.extend(key.get_value().map(|key| (key, typed))));
            toasts.say(untrack(|| say!(i18n, stale.moved)));
            again.run(());
        }
    });
    typed.map(|_| view! { <p class="kept-mark muted small" role="status">{tr!(stale.typed_again)}</p> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn only_what_both_sides_changed_clashes() {
        let was = of(json!({ "phone": "1", "city": "A", "stage": "x", "version": 1 }));
        let now = of(json!({ "phone": "2", "city": "A", "stage": "y", "version": 2 }));
        let mine = of(json!({ "phone": "3", "city": "B", "stage": "y" }));
        let found = clashes(&mine, &was, &now);
        assert_eq!(found, [Clash { field: "phone".into(), mine: json!("3"), theirs: json!("2") }]);
    }

    #[test]
    fn what_is_given_up_is_not_sent() {
        use domain::{follow_ups::FollowUpPatch, patch::Patch};
        let patch = FollowUpPatch { purpose: Patch::Set("Call".into()), ..FollowUpPatch::default() };
        let dropped = BTreeSet::from(["purpose".to_owned()]);
        assert_eq!(fewer(patch, &dropped), FollowUpPatch::default());
    }
}
