//! Applying for services: the form, one part at a time.
//!
//! [`opening`] fetches the form and the draft that this browser left on the server; [`filling`] holds everything that
//! is being filled in, above the parts, so that going back and forth loses nothing; [`saver`] keeps the draft up to
//! date, [`transfer`] brings files there; [`part`] is the page around one part, and `parts/` has their questions.
//! [`later`] gives the private link, and [`resume`] opens the form by it. A link of the organization opens it too ([`opening`]),
//! as long as it works ([`over`]), and [`referral`] is what a partner sees.

mod answers;
mod asked;
mod code;
mod done;
mod fields;
mod filling;
mod later;
mod notices;
mod opening;
mod over;
mod part;
mod parts;
mod referral;
mod resume;
mod review;
mod saver;
mod sending;
mod transfer;
mod uploads;

use leptos::prelude::*;

use self::{done::Done, opening::Opening, referral::Referral, resume::Resume};
use crate::{components::toast::Toasts, routes::Group};

/// The group's page at its address. The form stays open from one part to the next, so it is one page.
pub fn view() -> AnyView {
    let path = Group::Intake.path();
    let place = Memo::new(move |_| Place::of(&path.read()));
    let page = move || match place.get() {
        Place::Done => view! { <Done/> }.into_any(),
        Place::Resume => view! { <Resume/> }.into_any(),
        Place::Referral => view! { <Referral/> }.into_any(),
        Place::Form => view! { <Opening path/> }.into_any(),
    };
    view! { <Toasts>{page}</Toasts> }.into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Done,
    Resume,
    Referral,
    Form,
}

impl Place {
    fn of(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "/apply/done" => Self::Done,
            "/apply/resume" => Self::Resume,
            "/apply/arrived" => Self::Referral,
            _ => Self::Form,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::applications::Step;

    use super::*;

    #[test]
    fn no_part_of_the_form_has_the_address_of_another_page() {
        for step in Step::ALL {
            assert!(Place::of(&format!("/apply/{}", step.code())) == Place::Form, "{}", step.code());
        }
        assert!(Place::of("/apply/arrived") == Place::Referral);
    }
}
