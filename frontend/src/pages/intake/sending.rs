//! Sending the form, and what may come of it.

use std::time::Duration;

use domain::{
    applications::{ApplicationDraft, Receipt, Step},
    drafts::Sent,
    problem::{Code, Problem},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::NavigateOptions;

use super::{filling::Filling, part::address};
use crate::{
    api::{Answer, Failure, intake, query::escape},
    wait::wait,
};

/// How often to ask again while the first sending is still being worked on.
const TRIES: u32 = 5;

/// Sends the form when nothing is wrong with any part; otherwise goes to the first part that needs another look.
/// `go` moves to an address.
pub fn send(filling: Filling, go: impl Fn(String, NavigateOptions) + 'static) {
    let core = filling.part(Step::Review).core;
    if core.pending().get_untracked() || untrack(|| filling.uploads.busy()) {
        return;
    }
    if let Some(unfinished) = unfinished(filling) {
        return go(address(unfinished), NavigateOptions::default());
    }
    core.failure().set(None);
    core.pending().set(true);
    spawn_local(async move {
        let answer = deliver(filling).await;
        if core.pending().try_set(false).is_some() {
            return; // The form is gone from the screen.
        }
        let refused = match answer {
            Ok(Some(receipt)) => {
                // In the place of the review, so that Back does not lead to a button that sends.
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                return go(done(&receipt.reference), options);
            }
            Ok(None) => None,
            Err(failure) => refuse(filling, failure),
        };
        filling.saver.resume();
        match refused {
            Some(step) => go(address(step), NavigateOptions::default()),
            // What there is to say stands above the answers, and the button far below them.
            None => window().scroll_to_with_x_and_y(0.0, 0.0),
        }
    });
}

/// Where the reference of an application stands.
fn done(reference: &str) -> String {
    format!("/apply/done?reference={}", escape(reference))
}

/// Where the reference stands of one that was sent elsewhere.
pub fn receipt(sent: &Sent) -> String {
    done(&sent.reference)
}

/// The first part in which something is wrong; it tells what.
fn unfinished(filling: Filling) -> Option<Step> {
    Step::ALL.iter().copied().find(|step| filling.part(*step).ready().is_none())
}

/// Nothing is sent where something first needs a look: the server forgot the files, or the form went on elsewhere.
async fn deliver(filling: Filling) -> Answer<Option<Receipt>> {
    let forgotten = filling.saver.forgotten();
    let known = forgotten.get_untracked();
    let settled = settle(filling).await;
    // Nothing is known any more of a form that is gone from the screen.
    if forgotten.try_get_untracked() != Some(known) || filling.saver.ended_elsewhere() {
        return Ok(None);
    }
    settled?;
    let answer = apply(filling).await;
    filling.tried.try_update_value(|tried| *tried = answer.as_ref().is_err_and(is_in_doubt));
    answer.map(Some)
}

async fn apply(filling: Filling) -> Answer<Receipt> {
    let form = untrack(|| filling.draft());
    let key = filling.key.get_value();
    for _ in 1..TRIES {
        match intake::apply(&form, &key).await {
            Err(failure) if failure.is(Code::StillRunning) => wait(Duration::from_secs(1)).await,
            answer => return answer,
        }
    }
    intake::apply(&form, &key).await
}

/// Whether it may have arrived all the same.
fn is_in_doubt(failure: &Failure) -> bool {
    match failure {
        Failure::Unreachable => true,
        Failure::Refused(problem) => problem.status >= 500,
    }
}

/// A form that may have arrived already has no draft any more: it is sent again under its key, and not saved anew.
async fn settle(filling: Filling) -> Answer<()> {
    if filling.tried.get_value() && !filling.saver.is_behind() {
        filling.saver.stop();
        return Ok(());
    }
    filling.saver.settle().await
}

/// Puts a refusal where it belongs: field errors to their parts, the rest above the button. Gives the first part that
/// needs another look.
fn refuse(filling: Filling, failure: Failure) -> Option<Step> {
    let Failure::Refused(problem) = &failure else {
        filling.part(Step::Review).refuse(failure);
        return None;
    };
    let form = untrack(|| filling.draft());
    let wrong = Step::ALL.iter().copied().filter(|step| refuse_part(filling, *step, problem, &form));
    let first = wrong.collect::<Vec<_>>().first().copied();
    if first.is_none() {
        filling.part(Step::Review).refuse(failure);
    }
    first
}

/// Says whether the refusal has to do with this part.
fn refuse_part(filling: Filling, step: Step, problem: &Problem, form: &ApplicationDraft) -> bool {
    let here = problem.errors.iter().filter(|error| Step::of(&error.pointer, form) == step);
    let here = here.cloned().collect::<Vec<_>>();
    let wrong = problem.code == Code::Invalid && !here.is_empty();
    if wrong {
        filling.part(step).refuse(Failure::Refused(Box::new(Problem::invalid(here))));
    }
    wrong
}
