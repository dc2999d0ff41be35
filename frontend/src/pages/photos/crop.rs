//! Cutting the face out of a picture: a square frame, behind which the picture is dragged and zoomed.

use domain::{permission::Permission, photos::Framing, problem::Code};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::{KeyboardEvent, PointerEvent};

use super::{
    change::{Chosen, Step, Stepping},
    choose::word,
    face::give_back,
};
use crate::{
    api::Failure,
    components::{
        button::Button,
        failure::FailureAlert,
        icon::{Icon, Name},
    },
    i18n::{say, tr, use_i18n},
    pages::{client::Record, outcome::use_outcome},
    session::use_session,
};

/// How far an arrow key moves the picture, in parts of the frame.
const NUDGE: f64 = 0.05;
/// How much nearer a press of plus goes.
const NEARER: f64 = 1.1;

#[component]
pub fn Cut(record: Record, chosen: Chosen, step: Stepping, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let Chosen { file, address, size } = chosen;
    let framing = RwSignal::new(Framing::new(size.0, size.1));
    let sent = RwSignal::new(None::<u8>);
    let wrong = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<Failure>);
    let behind = address.clone();
    on_cleanup(move || give_back(Some(behind)));
    let applies = session.may(Permission::EditClients);
    let (label, help) = match applies {
        true => (tr!(photos.save), None),
        false => (tr!(photos.propose), Some(tr!(photos.propose_help))),
    };
    let send = move || {
        let (file, square) = (file.clone(), framing.get_untracked().square());
        let which = (record.id(), record.version());
        wrong.set(None);
        failure.set(None);
        sent.set(Some(0));
        spawn_local(async move {
            let percent = move |percent| {
                sent.try_set(Some(percent));
            };
            let answer = session.set_photo(which, file, square, percent).await;
            if sent.try_set(None).is_some() {
                return; // The page was left.
            }
            match answer {
                Ok(done) => {
                    outcome.tell(&done, untrack(|| say!(i18n, photos.saved)));
                    record.again();
                    open.set(false);
                }
                Err(refused) => match code_of(&refused) {
                    Some(code) => wrong.set(Some(code)),
                    None => {
                        if refused.is(Code::StaleVersion) {
                            record.again();
                        }
                        failure.set(Some(refused));
                    }
                },
            }
        });
    };
    let error = move || {
        wrong.get().map(|code| {
            view! { <p class="field-error" role="alert"><Icon name=Name::Alert/> <span>{word(i18n, &code)}</span></p> }
        })
    };
    let progress = move || {
        sent.get().map(|percent| {
            let words = say!(i18n, photos.sending, percent = percent);
            view! { <div role="status"><p>{words}</p> <progress class="progress w-full" max="100" value=percent></progress></div> }
        })
    };
    view! {
        <Frame framing address/>
        {help.map(|help| view! { <p class="muted">{help}</p> })}
        {error} <FailureAlert failure/> {progress}
        <div class="form-actions">
            <Button label class="btn btn-primary" pending=Signal::derive(move || sent.get().is_some()) on_click=send/>
            <Button label=tr!(photos.another) class="btn btn-ghost" on_click=move || step.set(Step::Choosing)/>
        </div>
    }
}

/// What a 422 says of the picture.
fn code_of(failure: &Failure) -> Option<String> {
    let Failure::Refused(problem) = failure else { return None };
    problem.errors.first().map(|error| error.code.clone())
}

#[component]
fn Frame(framing: RwSignal<Framing>, address: String) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let held = StoredValue::new(None::<(f64, f64)>);
    let take = move |event: PointerEvent| {
        if let Some(frame) = node.get_untracked() {
            // A pointer that is gone again drags nothing.
            drop(frame.set_pointer_capture(event.pointer_id()));
        }
        held.set_value(Some(place(&event)));
    };
    let drag = move |event: PointerEvent| {
        let Some((before, frame)) = held.get_value().zip(node.get_untracked()) else { return };
        let (now, wide) = (place(&event), f64::from(frame.client_width().max(1)));
        held.set_value(Some(now));
        framing.update(|frame| *frame = frame.moved((now.0 - before.0) / wide, (now.1 - before.1) / wide));
    };
    let release = move |_| held.set_value(None);
    let press = move |event: KeyboardEvent| {
        if let Some(next) = pressed(framing.get_untracked(), &event.key()) {
            event.prevent_default();
            framing.set(next);
        }
    };
    let zoom = move |event| {
        if let Ok(zoom) = event_target_value(&event).parse() {
            framing.update(|frame| *frame = frame.zoomed(zoom));
        }
    };
    let closest = framing.get_untracked().closest();
    let small = address.clone();
    view! {
        <div class="crop">
            <div class="crop-frame" node_ref=node tabindex="0" role="group"
                aria-label=tr!(photos.frame) aria-describedby="crop-help"
                on:pointerdown=take on:pointermove=drag on:pointerup=release on:pointercancel=release
                on:keydown=press
            >
                <Behind framing address/>
            </div>
            <div class="crop-side">
                <p class="muted small" id="crop-help">{tr!(photos.frame_help)}</p>
                <label class="field">
                    <span class="field-label">{tr!(photos.zoom)}</span>
                    <input class="crop-zoom" type="range" min="1" max=closest step="0.05"
                        prop:value=move || framing.get().zoom() on:input=zoom disabled=closest <= 1.0/>
                </label>
                <div class="crop-preview" aria-hidden="true">
                    <div class="face"><Behind framing address=small/></div>
                    <span class="muted small">{tr!(photos.preview)}</span>
                </div>
            </div>
        </div>
    }
}

fn place(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The frame after a key; nothing where the key is none of ours. The arrows move the frame over the picture.
fn pressed(frame: Framing, key: &str) -> Option<Framing> {
    Some(match key {
        "ArrowLeft" => frame.moved(NUDGE, 0.0),
        "ArrowRight" => frame.moved(-NUDGE, 0.0),
        "ArrowUp" => frame.moved(0.0, NUDGE),
        "ArrowDown" => frame.moved(0.0, -NUDGE),
        "+" | "=" => frame.zoomed(frame.zoom() * NEARER),
        "-" => frame.zoomed(frame.zoom() / NEARER),
        _ => return None,
    })
}

/// The whole picture behind a frame, of which the frame shows its part.
#[component]
fn Behind(framing: RwSignal<Framing>, address: String) -> impl IntoView {
    let part =
        move |which: fn((f64, f64, f64)) -> f64| format!("{:.3}%", which(framing.get().place()) * 100.0);
    view! {
        <img src=address alt="" draggable="false"
            style:left=move || part(|place| place.0)
            style:top=move || part(|place| place.1)
            style:width=move || part(|place| place.2)/>
    }
}
