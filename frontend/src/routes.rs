//! Which group of pages an address belongs to.
//!
//! A group is one door here and one view in `pages/<group>`. Everything that only a group needs – its pages, its
//! route table, its components – lands in that group's piece of WebAssembly, fetched at the first visit: `door!` marks
//! where `cargo xtask page` cuts. Trunk cannot cut, so it builds without the feature `pieces`, as one module. To add a
//! page, add it in its group; to add a group, add it to [`Group`] and a door.
//!
//! The groups are told apart by hand, because `<Routes>` would weigh on the first visit. The staff, who have many pages
//! and come back every day, have it in their own piece; the two public groups get along with [`Group::path`].
//!
//! Where a piece does not come, because the connection is gone, a notice stands in the page's place, and the piece is
//! fetched when one asks again.
//!
//! Where a group begins also stands in `boot.js`, which fetches its files early.
//!
//! Whatever this file or `app.rs` names directly is in the piece that everybody loads: name groups, not pages.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use crate::{
    i18n::{I18n, Language, use_i18n},
    pages,
    preferences::{languages_of, preferred_language},
};
use js_sys::{Function, Reflect};
#[cfg(feature = "pieces")]
use leptos::wasm_split::wasm_split;
use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// A group's page. It says so where its piece cannot be fetched; `#[lazy]` would end the whole app instead. The piece's
/// name is the group's with a number, as `lazy` writes it, for `xtask` to read.
macro_rules! door {
    ($group:ident, $piece:ident, $fetch:ident) => {
        #[cfg(feature = "pieces")]
        #[wasm_split($piece, wasm_split_path = ::leptos::wasm_split, preload($fetch), fallible)]
        fn $group() -> Result<AnyView, SplitLoaderError> {
            Ok(pages::$group::view())
        }

        #[cfg(not(feature = "pieces"))]
        async fn $group() -> Result<AnyView, SplitLoaderError> {
            Ok(pages::$group::view())
        }

        #[cfg(not(feature = "pieces"))]
        async fn $fetch() -> Result<(), SplitLoaderError> {
            Ok(())
        }
    };
}
door!(staff, staff_0, fetch_staff);
door!(intake, intake_0, fetch_intake);
door!(public, public_0, fetch_public);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Staff,
    Intake,
    /// Every other address; it says "not found" where nothing is.
    Public,
}

impl Group {
    fn of(path: &str) -> Self {
        match path.split('/').nth(1) {
            Some("staff") => Self::Staff,
            Some("apply") => Self::Intake,
            _ => Self::Public,
        }
    }

    /// The address as long as it is in this group: while one leaves a group, its page stands until the next is there.
    pub fn path(self) -> Memo<String> {
        let path = use_location().pathname;
        Memo::new(move |before: Option<&String>| {
            let now = path.get();
            match before {
                Some(before) if Self::of(&now) != self => before.clone(),
                _ => now,
            }
        })
    }

    /// The name of the file with its texts.
    fn texts(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Intake => "intake",
            Self::Public => "public",
        }
    }

    /// The reader's language, where these pages speak it.
    fn language(self) -> Language {
        preferred_language(&languages_of(self.texts()))
    }

    /// Fetches the group's piece and its texts. Its view is then there without waiting. False where one does not come.
    async fn fetch(self, i18n: I18n) -> bool {
        let texts = i18n.bring(self.language(), self.texts());
        let piece = match self {
            Self::Staff => fetch_staff().await,
            Self::Intake => fetch_intake().await,
            Self::Public => fetch_public().await,
        };
        piece.is_ok() && texts.await.is_ok()
    }

    /// Its page, once the piece is there: then nothing is waited for, and asking once is enough.
    fn view(self) -> Option<AnyView> {
        let mut context = Context::from_waker(Waker::noop());
        let asked = match self {
            Self::Staff => pin!(staff()).poll(&mut context),
            Self::Intake => pin!(intake()).poll(&mut context),
            Self::Public => pin!(public()).poll(&mut context),
        };
        match asked {
            Poll::Ready(view) => view.ok(),
            Poll::Pending => None,
        }
    }
}

/// The page of a group stands, and everything that it provides, until the next group's piece is there.
#[component]
pub fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    let group = Memo::new(move |_| Group::of(&path.read()));
    let i18n = use_i18n();
    let (shown, again) = (RwSignal::new(None), Trigger::new());
    Effect::new(move |_| {
        again.track();
        let wanted = group.get();
        spawn_local(async move {
            let came = wanted.fetch(i18n).await;
            if group.get_untracked() == wanted {
                take_placeholder_away();
                shown.set(came.then_some(wanted));
                if !came {
                    tell_lost(Box::new(move || again.notify()));
                }
            }
        });
    });
    complete_navigation();
    move || shown.get().and_then(Group::view)
}

/// `boot.js` says that a piece or a text did not come: there may be no words of ours to say it with.
pub fn tell_lost(again: Box<dyn FnOnce()>) {
    let tell =
        Reflect::get(&window(), &"tellLost".into()).ok().and_then(|tell| tell.dyn_into::<Function>().ok());
    if let Some(tell) = tell {
        let again = Closure::once_into_js(again);
        // It puts a notice on the page, which cannot fail.
        drop(tell.call1(&JsValue::NULL, &again));
    }
}

/// What `index.html` paints before the first page is there, and what `boot.js` says where one did not come.
fn take_placeholder_away() {
    if let Some(placeholder) = document().get_element_by_id("placeholder") {
        placeholder.remove();
    }
}

/// The router changes the address bar when the new page is there, and asks `<Routes>` when that is. Outside of it we
/// have to say so.
fn complete_navigation() {
    let (path, browser) = (use_location().pathname, expect_context::<BrowserUrl>());
    Effect::new(move |_| {
        path.track();
        browser.ready_to_complete();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_told_by_the_first_word_of_the_address() {
        assert!(Group::of("/") == Group::Public);
        assert!(Group::of("/apply") == Group::Intake);
        assert!(Group::of("/apply/personal") == Group::Intake);
        assert!(Group::of("/applying") == Group::Public);
        assert!(Group::of("/staff/clients") == Group::Staff);
    }
}
