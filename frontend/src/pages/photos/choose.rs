//! Choosing a picture, or taking one with the camera of a telephone.

use domain::photos::{ACCEPT, MIN_SIDE, Refusal, promising};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, HtmlImageElement, HtmlInputElement};

use super::{
    change::{Chosen, Step, Stepping},
    face::{addressed, give_back},
};
use crate::{
    components::icon::{Icon, Name},
    i18n::{I18n, Text, say, tr, use_i18n},
};

#[component]
pub fn Choose(step: Stepping, children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let wrong = RwSignal::new(None::<&'static str>);
    let chosen = Callback::new(move |event: Event| {
        let Some(file) = file_of(&event) else { return };
        spawn_local(async move {
            match shown(file).await {
                // The dialog may be closed meanwhile.
                Ok(chosen) => drop(step.try_set(Step::Cutting(chosen))),
                Err(why) => drop(wrong.try_set(Some(why.code()))),
            }
        });
    });
    let error = move || {
        wrong.get().map(|code| {
            view! { <p class="field-error" role="alert"><Icon name=Name::Alert/> <span>{word(i18n, code)}</span></p> }
        })
    };
    view! {
        {error}
        <div class="form-actions">
            <Picker chosen label=tr!(photos.choose)/>
            <Picker chosen label=tr!(photos.take) camera=true/>
            {children()}
        </div>
    }
}

/// A button that opens the file picker, or the camera where there is one to hold.
#[component]
fn Picker(chosen: Callback<Event>, label: Text, #[prop(optional)] camera: bool) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let press = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let class = if camera { "btn face-camera" } else { "btn btn-primary" };
    view! {
        <button class=class type="button" on:click=press>{label}</button>
        <input node_ref=input type="file" hidden accept=ACCEPT capture=camera.then_some("user")
            on:change=move |event| chosen.run(event)/>
    }
}

fn file_of(event: &Event) -> Option<File> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0);
    // So that the same file can be chosen again.
    input.set_value("");
    file
}

/// Lets the browser open it: what it cannot show it cannot cut either.
async fn shown(file: File) -> Result<Chosen, Refusal> {
    promising(file.size() as u64)?;
    let address = addressed(&file).ok_or(Refusal::Kind)?;
    match size(&address).await {
        Some((width, height)) if width.min(height) < MIN_SIDE => {
            give_back(Some(address));
            Err(Refusal::Small)
        }
        Some(size) => Ok(Chosen { file, address, size }),
        None => {
            give_back(Some(address));
            Err(Refusal::Kind)
        }
    }
}

async fn size(address: &str) -> Option<(u32, u32)> {
    let picture = HtmlImageElement::new().ok()?;
    picture.set_src(address);
    JsFuture::from(picture.decode()).await.ok()?;
    Some((picture.natural_width(), picture.natural_height()))
}

/// Why a picture is not taken.
pub fn word(i18n: I18n, code: &str) -> String {
    match code {
        "file_empty" => say!(i18n, forms.file_empty),
        "file_too_large" => say!(i18n, forms.file_too_large),
        "file_bomb" => say!(i18n, forms.file_bomb),
        "picture_broken" => say!(i18n, photos.wrong_broken),
        "picture_mixed" => say!(i18n, photos.wrong_mixed),
        "picture_pixels" => say!(i18n, photos.wrong_pixels),
        "picture_small" => say!(i18n, photos.wrong_small),
        "picture_animated" => say!(i18n, photos.wrong_animated),
        "outside_the_picture" => say!(i18n, photos.wrong_square),
        _ => say!(i18n, photos.wrong_kind),
    }
}
