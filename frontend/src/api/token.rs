//! The access token, in memory only, and its renewal by the cookie that scripts cannot read.

use std::time::Duration;

use domain::{
    problem::{Code, Problem},
    sessions::{Challenge, SecondStep, SignIn, SignedIn},
};

use super::{
    Answer, Call,
    call::{Failure, json},
    lock::lock,
};
use crate::wait::wait;

const PATH: &str = "/sessions/current";
/// A tab that was overtaken by another one asks this often before it gives up: longer than the server takes the used cookie
/// for another tab's, so that a browser whose answer was lost goes on.
const TRIES: u32 = 27;

/// What a right password gives.
pub enum Admission {
    In(SignedIn),
    /// A code is wanted too.
    Asked(Challenge),
}

pub async fn sign_in(with: &SignIn) -> Answer<Admission> {
    let answer = Call::post("/sessions").own().json(with).send().await?;
    if answer.status() == 202 {
        return json(&answer).await.map(Admission::Asked);
    }
    json(&answer).await.map(Admission::In)
}

pub async fn pass_second_step(step: &SecondStep) -> Answer<SignedIn> {
    Call::post("/sessions/second-step").own().json(step).read().await
}

pub async fn sign_out() -> Answer<()> {
    Call::delete(PATH).own().done().await
}

/// A new access token. Tabs take turns; one that comes right after another tab's renewal waits until the new
/// cookie has arrived and asks again.
pub async fn renew() -> Answer<SignedIn> {
    let _turn = lock("openhall-renewal").await;
    for _ in 1..TRIES {
        match ask().await {
            Err(failure) if failure.is(Code::AlreadyRenewed) => wait(Duration::from_millis(600)).await,
            answer => return answer,
        }
    }
    ask().await
}

/// Without a cookie nobody is signed in, and the server has nothing to tell: another tab has signed out.
async fn ask() -> Answer<SignedIn> {
    let answer = Call::post(format!("{PATH}/renewal")).own().send().await?;
    if answer.status() == 204 {
        return Err(Failure::Refused(Box::new(Problem::new(Code::SessionEnded))));
    }
    json(&answer).await
}

/// Whether a renewal's failure means that nobody is signed in, and not that the network is down.
pub fn is_signed_out(failure: &Failure) -> bool {
    failure.is(Code::Unauthenticated) || is_ended(failure)
}

/// Whether somebody signed out, in another tab or from another device, and the time did not just run out.
pub fn is_ended(failure: &Failure) -> bool {
    failure.is(Code::SessionEnded)
}
