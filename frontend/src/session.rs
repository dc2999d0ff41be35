//! Who is signed in, and what they may do.

use domain::{
    actor::Me,
    permission::Permission,
    problem::{Code, Problem},
    sessions::SignedIn,
    settings::Module,
};
use gloo_net::http::Response;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::{
    api::{
        Answer, Call, Failure, Outcome,
        call::{json, outcome},
        token,
    },
    zone,
};

/// Somebody who is signed in. Calls to the server that need an account are methods of it, one file a slice in
/// `api/`. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Session {
    token: StoredValue<String>,
    /// When the token is over, in milliseconds of the browser's clock.
    until: StoredValue<f64>,
    me: RwSignal<Me>,
    standing: RwSignal<Standing>,
}

/// Whether the session of a page that stands may still act.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// It ran out, or belongs to somebody else by now: sign in over the page and go on.
    Lapsed,
    /// Somebody signed out on purpose, so what is on the screen goes.
    Ended,
}

impl Session {
    pub fn new(signed_in: SignedIn) -> Self {
        zone::keep(&signed_in.me.time_zone);
        Self {
            until: StoredValue::new(end_of(&signed_in)),
            token: StoredValue::new(signed_in.access_token),
            me: RwSignal::new(signed_in.me),
            standing: RwSignal::new(Standing::Open),
        }
    }

    /// Whether this person may do something. Never ask for a role.
    pub fn may(self, permission: Permission) -> bool {
        self.me.read_untracked().permissions.has(permission)
    }

    /// Whether one of these is enough.
    pub fn may_any(self, permissions: &[Permission]) -> bool {
        permissions.iter().any(|one| self.may(*one))
    }

    /// Whether a part of Openhall is in use here.
    pub fn uses(self, module: Module) -> bool {
        !self.me.read_untracked().modules_off.contains(&module)
    }

    /// A revoked role acts on the server at once; the page follows when it is loaded again.
    pub fn me(self) -> Me {
        self.me.get_untracked()
    }

    /// Whether the pages of this session still stand. What goes on after they were left must ask.
    pub fn is_here(self) -> bool {
        self.token.try_with_value(|_| ()).is_some()
    }

    /// Whether it may act now, and not only once somebody has signed in again.
    pub fn is_open(self) -> bool {
        self.standing.try_get_untracked() == Some(Standing::Open)
    }

    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// Goes on with a new token.
    pub fn resume(self, signed_in: SignedIn) {
        zone::keep(&signed_in.me.time_zone);
        self.until.set_value(end_of(&signed_in));
        self.token.set_value(signed_in.access_token);
        self.me.set(signed_in.me);
        self.standing.set(Standing::Open);
    }

    pub async fn read<T: DeserializeOwned>(self, call: Call) -> Answer<T> {
        json(&self.send(call).await?).await
    }

    pub async fn done(self, call: Call) -> Answer<()> {
        self.send(call).await.map(|_| ())
    }

    /// An edit of a canonical record, which may end as a proposal.
    pub async fn edit<T: DeserializeOwned>(self, call: Call) -> Answer<Outcome<T>> {
        outcome(self.send(call).await?).await
    }

    /// An edit that takes something away: nothing is left to show, or a proposal.
    pub async fn take_away(self, call: Call) -> Answer<Outcome<()>> {
        let answer = self.send(call).await?;
        match answer.status() {
            202 => json(&answer).await.map(Box::new).map(Outcome::Proposed),
            _ => Ok(Outcome::Applied(())),
        }
    }

    /// Sends a call with the token. A token that is over is renewed, once, and the call sent again.
    pub async fn send(self, call: Call) -> Answer<Response> {
        let with = self.token.get_value();
        let answer = match authorized(&call, &with).send().await {
            Err(failure) if failure.is(Code::Unauthenticated) => {
                self.renew(&with).await?;
                authorized(&call, &self.token.get_value()).send().await
            }
            answer => answer,
        };
        if answer.as_ref().is_err_and(|failure| failure.is(Code::SecondFactorRequired)) {
            // The administration has decided so while this page stood. It begins anew instead of being taken apart under
            // whatever else is still on its way. A browser that cannot leaves the refusal, which says what to do.
            drop(window().location().reload());
        }
        answer
    }

    /// Whether nothing is open before a second factor is set up.
    pub fn lacks_second_factor(self) -> bool {
        self.me.read().lacks_second_factor
    }

    /// Asks anew who this is and what they may do.
    pub async fn ask_again(self) -> Answer<()> {
        self.renew(&self.token.get_value()).await
    }

    /// The header for an upload, which does not go through [`Session::send`] and so is renewed beforehand.
    pub async fn authorization(self) -> Answer<String> {
        if self.until.get_value() < js_sys::Date::now() + LONG_UPLOAD {
            self.renew(&self.token.get_value()).await?;
        }
        Ok(bearer(&self.token.get_value()))
    }

    /// Gets a new token, unless another call has just got one.
    async fn renew(self, stale: &str) -> Answer<()> {
        if self.token.get_value() != stale {
            return Ok(());
        }
        match token::renew().await {
            Ok(signed_in) if signed_in.me.id == self.me.read_untracked().id => {
                self.resume(signed_in);
                Ok(())
            }
            // Somebody else signed in in another tab: their name must not stand under this person's page.
            Ok(_) => {
                self.standing.set(Standing::Lapsed);
                Err(signed_out())
            }
            Err(failure) => {
                match () {
                    () if token::is_ended(&failure) => self.standing.set(Standing::Ended),
                    () if token::is_signed_out(&failure) => self.standing.set(Standing::Lapsed),
                    () => {}
                }
                Err(failure)
            }
        }
    }
}

/// How long a token should last yet when an upload begins, in milliseconds.
const LONG_UPLOAD: f64 = 60_000.0;

fn end_of(signed_in: &SignedIn) -> f64 {
    js_sys::Date::now() + signed_in.expires_in as f64 * 1000.0
}

fn authorized(call: &Call, token: &str) -> Call {
    call.clone().header("Authorization", bearer(token))
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn signed_out() -> Failure {
    Failure::Refused(Box::new(Problem::new(Code::Unauthenticated)))
}

/// The session of the page that this component stands on. Staff pages stand inside the guard that provides it.
pub fn use_session() -> Session {
    expect_context::<Session>()
}
