//! What is tried to break Openhall: each file has a letter of `docs/hard-to-break.md`, which these tests write.
//!
//! Every test counts what got through, and counts again with the guard taken away.

mod a_guessing;
mod a_links;
mod a_passwords;
mod a_second_factor;
mod a_telling;
mod b_forgery;
mod b_keys;
mod b_lost_answers;
mod b_origin;
mod b_renewal;
mod b_revoked;
mod bank;
mod c_absent;
mod c_canaries;
mod c_fields;
mod c_masks;
mod d_breaks;
mod d_injection;
mod d_malformed;
mod e_corpus;
mod f_exports;
mod h_sealed;
pub mod i_direct;
mod i_own;
mod k_versions;
mod l_limits;
mod l_outage;
mod l_schedules;
mod m_headers;
mod raw;
mod schemas;
mod statistics;
mod wire;

use std::net::Ipv4Addr;

use reqwest::{Method, RequestBuilder};
use serde_json::json;
use store::rate_limits::{Limit, Limits};
use testkit::{Answer, App, Visitor, send};

/// Limits that nobody reaches.
pub fn no_limits() -> Limits {
    let never = Limit::new(1_000_000, 600);
    Limits {
        sign_in_from_here: never,
        sign_in_to_account: never,
        sign_in_from_address: never,
        sign_in: never,
        second_step: never,
        second_step_daily: never,
        password_from_address: never,
        password_reset: never,
        password_resets: never,
        resume: never,
        resume_link: never,
        resume_link_daily: never,
        upload: never,
        submission: never,
        draft: never,
        known_applicant: never,
        export: never,
        api_key: never,
    }
}

/// A request to sign in, as a program would send it.
pub fn signing_in(who: &Visitor, email: &str, password: &str) -> RequestBuilder {
    who.request(Method::POST, "/sessions").json(&json!({ "email": email, "password": password }))
}

/// What the browser would send along next time.
pub fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// Renews as our page does.
pub async fn renew(server: &App, cookie: &str) -> Answer {
    let request = server.anybody().unwrap().request(Method::POST, "/sessions/current/renewal");
    send(request.header("cookie", cookie).header("x-openhall", "1")).await
}

/// One of many places in the world.
pub fn place(number: usize) -> Ipv4Addr {
    Ipv4Addr::from(0x0a00_0000 + u32::try_from(number).unwrap())
}

/// Changes rows as a person with the database's password would, who has to say so.
pub fn tamper(app: &App, sql: &str) {
    let named = "select begin_as('job', null, 'test', null, null)";
    app.database.run(&format!("begin; {named}; {sql}; commit")).unwrap();
}
