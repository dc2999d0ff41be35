//! The questions of each part.

mod consent;
mod documents;
pub mod equal;
mod location;
mod more;
mod personal;
mod programs;
mod referral;
mod ssn;
mod upload;

use domain::{applications::Step, demographics::Question};
use leptos::prelude::*;

pub use self::location::residency_label;
use self::{
    consent::Consent, documents::Documents, equal::EqualOpportunity, location::Location, more::More,
    personal::Personal, programs::Programs, referral::Referral,
};
use super::{asked::Asked, filling::use_filling, review::Review};
use crate::{
    forms::TextArea,
    i18n::{Text, tr},
};

/// What a part is called.
pub fn heading(step: Step) -> Text {
    match step {
        Step::Personal => tr!(intake.personal),
        Step::Location => tr!(intake.location),
        Step::Demographics => tr!(intake.demographics),
        Step::Education => tr!(intake.education),
        Step::Employment => tr!(intake.employment),
        Step::Programs => tr!(intake.programs),
        Step::Referral => tr!(intake.referral),
        Step::More => tr!(intake.more),
        Step::Documents => tr!(intake.documents),
        Step::Consent => tr!(intake.consent),
        Step::Review => tr!(intake.review),
    }
}

#[component]
pub fn Questions(step: Step) -> impl IntoView {
    match step {
        Step::Personal => view! { <Personal/> }.into_any(),
        Step::Location => view! { <Location/> }.into_any(),
        Step::Demographics => view! { <Demographics/> }.into_any(),
        Step::Education => {
            view! { <Asked question=Question::Education label=tr!(intake.education_question)/> }.into_any()
        }
        Step::Employment => view! { <Employment/> }.into_any(),
        Step::Programs => view! { <Programs/> }.into_any(),
        Step::Referral => view! { <Referral/> }.into_any(),
        Step::More => view! { <More/> }.into_any(),
        Step::Documents => view! { <Documents/> }.into_any(),
        Step::Consent => view! { <Consent/> }.into_any(),
        Step::Review => view! { <Review/> }.into_any(),
    }
}

#[component]
fn Demographics() -> impl IntoView {
    view! {
        <p class="ask-why">{tr!(intake.demographics_why)}</p>
        <Asked question=Question::Gender label=tr!(intake.gender) help=tr!(intake.several)/>
        <Asked question=Question::PrimaryLanguage label=tr!(intake.language) help=tr!(intake.language_help)/>
        <EqualOpportunity/>
    }
}

#[component]
fn Employment() -> impl IntoView {
    let goals = use_filling().fields.employment_goals;
    view! {
        <Asked question=Question::EmploymentStatus label=tr!(intake.employment_status)/>
        <TextArea field=goals label=tr!(intake.goals) help=tr!(intake.goals_help) optional=true/>
    }
}
