//! Which group of pages an address belongs to.
//!
//! A group is one door here and one view in `pages/<group>`. Everything that only a group needs – its pages, its
//! route table, its components – lands in that group's piece of WebAssembly, fetched at the first visit: `lazy` marks
//! where `cargo xtask page` cuts. Trunk cannot cut, so it builds without the feature `pieces`, as one module. To add a
//! page, add it in its group; to add a group, add it to [`Group`] and a door.
//!
//! The groups are told apart by hand, because `<Routes>` would weigh on the first visit. The staff, who have many pages
//! and come back every day, have it in their own piece; the two public groups get along with [`Group::path`].
//!
//! Where a group begins also stands in `boot.js`, which fetches its files early.
//!
//! Whatever this file or `app.rs` names directly is in the piece that everybody loads: name groups, not pages.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use crate::pages;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

#[cfg_attr(feature = "pieces", lazy)]
async fn staff() -> AnyView {
    pages::staff::view()
}

#[cfg_attr(feature = "pieces", lazy)]
async fn intake() -> AnyView {
    pages::intake::view()
}

#[cfg_attr(feature = "pieces", lazy)]
async fn public() -> AnyView {
    pages::public::view()
}

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

    /// Fetches the group's piece. Its view is then there without waiting.
    async fn fetch(self) {
        #[cfg(feature = "pieces")]
        match self {
            Self::Staff => __preload_staff().await,
            Self::Intake => __preload_intake().await,
            Self::Public => __preload_public().await,
        }
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
            Poll::Ready(view) => Some(view),
            Poll::Pending => None,
        }
    }
}

/// The page of a group stands, and everything that it provides, until the next group's piece is there.
#[component]
pub fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    let group = Memo::new(move |_| Group::of(&path.read()));
    let shown = RwSignal::new(None);
    Effect::new(move |_| {
        let wanted = group.get();
        spawn_local(async move {
            wanted.fetch().await;
            if group.get_untracked() == wanted {
                shown.set(Some(wanted));
            }
        });
    });
    complete_navigation();
    move || shown.get().and_then(Group::view)
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
