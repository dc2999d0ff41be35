//! The texts that are there: of one language, of the groups of pages that were opened.
//!
//! They stay as JavaScript has parsed them. A text is looked up when it is shown, and most of them never are.

use std::cell::{Cell, RefCell};

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{I18n, Key, Language};

/// A language, and the group of pages that is to speak it. Each has a file.
type Wish = (Language, &'static str);

thread_local! {
    static WISH: Cell<Wish> = const { Cell::new((Language::English, "public")) };
    /// Slices by name, each with its texts by name.
    static TEXTS: RefCell<Object> = RefCell::new(Object::new());
}

impl I18n {
    /// Brings a group's texts in a language, and speaks it once they are there. They are asked for at once, and not when
    /// the future is first looked at. Who changes the language while a page is on its way gets that page in that one.
    pub fn bring(self, language: Language, group: &'static str) -> impl Future<Output = Result<(), JsValue>> {
        let mut wish = (language, group);
        WISH.set(wish);
        let mut asked = ask(wish);
        async move {
            loop {
                let texts = read(asked).await?;
                if WISH.get() == wish {
                    self.take(wish.0, &texts);
                    return Ok(());
                }
                wish = WISH.get();
                asked = ask(wish);
            }
        }
    }

    /// The same pages in another language.
    pub async fn change(self, language: Language) -> Result<(), JsValue> {
        let (_, group) = WISH.get();
        let spoken = self.language.get_untracked();
        self.bring(language, group).await.inspect_err(|_| WISH.set((spoken, group)))
    }

    fn take(self, language: Language, texts: &Object) {
        TEXTS.with_borrow_mut(|all| {
            if language != self.language.get_untracked() {
                *all = Object::new();
            }
            // The page that still stands keeps its own until the next is there.
            Object::assign(all, texts);
        });
        self.speak(language);
    }
}

/// `boot.js` says where the texts stand; Trunk puts them beside the page.
fn ask((language, group): Wish) -> Promise {
    let base = Reflect::get(&window(), &"textsAt".into()).ok().and_then(|base| base.as_string());
    let base = base.as_deref().unwrap_or("/texts");
    window().fetch_with_str(&format!("{base}/{}/{group}.json", language.code()))
}

/// What an error page holds is no JSON, and so no texts either.
async fn read(asked: Promise) -> Result<Object, JsValue> {
    let answer: Response = JsFuture::from(asked).await?.unchecked_into();
    JsFuture::from(answer.json()?).await?.dyn_into()
}

/// The text. Where a page shows one that it has not brought, the key stands there in brackets, which the journeys look
/// for.
pub fn find(key: &Key) -> String {
    let found = TEXTS.with_borrow(|texts| {
        let slice = Reflect::get(texts, &key.slice.into()).ok()?;
        Reflect::get(&slice, &key.name.into()).ok()?.as_string()
    });
    found.unwrap_or_else(|| format!("⟦{}.{}⟧", key.slice, key.name))
}
