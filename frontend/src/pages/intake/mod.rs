//! Applying for services: the form, one part at a time.
//!
//! [`opening`] fetches the form and the draft that this browser left on the server; [`filling`] holds everything that
//! is being filled in, above the parts, so that going back and forth loses nothing; [`saver`] keeps the draft up to
//! date, [`transfer`] brings files there; [`part`] is the page around one part, and `parts/` has their questions.
//! [`later`] gives the private link, and [`resume`] opens the form by it.

mod answers;
mod asked;
mod done;
mod fields;
mod filling;
mod later;
mod notices;
mod opening;
mod part;
mod parts;
mod resume;
mod review;
mod saver;
mod sending;
mod transfer;
mod uploads;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::{LazyRoute, lazy_route, path};

use self::{done::Done, opening::Opening, part::PartPage, resume::Resume};
use super::public::NotFound;

/// The lazy door to the group.
pub struct Intake;

#[lazy_route]
impl LazyRoute for Intake {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <Routes fallback=|| ()>
                <Route path=path!("/apply/done") view=Done/>
                <Route path=path!("/apply/resume") view=Resume/>
                <ParentRoute path=path!("/apply") view=Opening>
                    <Route path=path!("") view=PartPage/>
                    <Route path=path!(":step") view=PartPage/>
                    <Route path=path!("*rest") view=NotFound/>
                </ParentRoute>
            </Routes>
        }
        .into_any()
    }
}
