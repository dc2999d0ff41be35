//! L1: limits are counted once for all servers.

use api::server::Settings;
use reqwest::Method;
use serde_json::json;
use store::rate_limits::{Limit, Limits};
use testkit::{Answer, App, Cast, Figure, Setup, cast, send, times};
use uuid::Uuid;

use super::{no_limits, place, signing_in};
use crate::api::applicant::form;

/// What is tried, how often it may be, and one try.
struct Class {
    name: &'static str,
    limits: fn(Limits) -> Limits,
    limit: usize,
}

const HOUR: u32 = 3_600;

fn classes() -> Vec<Class> {
    let few = |all: usize| times(all.min(10), all);
    vec![
        Class {
            name: "sign-in from here",
            limits: |l| Limits { sign_in_from_here: limited(10), ..l },
            limit: 10,
        },
        Class {
            name: "sign-in to an account",
            limits: |l| Limits { sign_in_to_account: limited(times(10, 30)), ..l },
            limit: few(30),
        },
        Class {
            name: "sign-in from a place",
            limits: |l| Limits { sign_in_from_address: limited(times(10, 150)), ..l },
            limit: few(150),
        },
        Class { name: "drafts", limits: |l| Limits { draft: limited(times(10, 300)), ..l }, limit: few(300) },
        Class {
            name: "applications",
            limits: |l| Limits { submission: limited(times(10, 120)), ..l },
            limit: few(120),
        },
        Class {
            name: "resuming",
            limits: |l| Limits { resume: limited(times(10, 30)), ..l },
            limit: few(30),
        },
    ]
}

fn limited(times: usize) -> Limit {
    Limit::new(times.try_into().unwrap(), HOUR)
}

impl Class {
    fn setup(&self) -> Setup {
        let edge = Settings { hops: 1, ..Settings::default() };
        Setup { limits: (self.limits)(no_limits()), edge, ..Setup::default() }
    }

    async fn one(&self, server: &App, number: usize) -> Answer {
        let anybody = server.anybody().unwrap();
        let request = match self.name {
            "sign-in from a place" => {
                signing_in(&anybody, &format!("nobody{number}@example.org"), "wrong horse battery")
            }
            "sign-in from here" | "sign-in to an account" => {
                signing_in(&anybody, Cast::Casey.email(), "wrong horse battery")
            }
            "drafts" => anybody.request(Method::POST, "/intake/draft").header("x-openhall", "1"),
            "applications" => anybody
                .request(Method::POST, "/applications")
                .header("idempotency-key", Uuid::new_v4().to_string())
                .json(&form()),
            _ => anybody
                .request(Method::POST, "/intake/draft/resumption")
                .header("x-openhall", "1")
                .json(&json!({ "code": Uuid::new_v4(), "date_of_birth": "1990-02-28" })),
        };
        // The left entry is the caller's own lie; the right one is what the proxy saw.
        let seen = if self.name == "sign-in to an account" { place(number) } else { place(7) };
        send(request.header("x-forwarded-for", format!("{}, {seen}", place(number + 1_000)))).await
    }

    /// How many were let through, in turns at two servers.
    async fn allowed(&self, servers: [&App; 2]) -> usize {
        let mut allowed = 0;
        for number in 0..self.limit * 2 + 10 {
            let answer = self.one(servers[number % 2], number).await;
            match answer.status {
                429 => assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0)),
                status => {
                    assert!(status < 500, "{}", answer.text());
                    allowed += 1;
                }
            }
        }
        allowed
    }
}

#[actix_web::test]
async fn two_servers_count_together() {
    let mut found = Vec::new();
    for class in classes() {
        let first = App::set_up(cast().unwrap().into(), &class.setup()).await.unwrap();
        let second = first.beside(&class.setup()).await.unwrap();
        let allowed = class.allowed([&first, &second]).await;
        let off = allowed.abs_diff(class.limit) as f64 / class.limit as f64;
        assert!(off <= 0.05, "{}: {allowed} of {}", class.name, class.limit);
        found.push(format!("{} {allowed}/{}", class.name, class.limit));
    }
    // Each server with a count of its own: two databases.
    let drafts = &classes()[3];
    let [one, other] = [cast().unwrap(), cast().unwrap()].map(|database| database.into());
    let one = App::set_up(one, &drafts.setup()).await.unwrap();
    let other = App::set_up(other, &drafts.setup()).await.unwrap();
    let apart = drafts.allowed([&one, &other]).await;
    assert_eq!(apart, drafts.limit * 2);
    Figure {
        id: "L1",
        tried: "tries in turns at two servers behind a proxy, each with another forged X-Forwarded-For, until twice the limit".into(),
        goal: "let through: the limit, within 5 %; the others 429 with Retry-After",
        found: found.join(", "),
        control: format!("servers that count for themselves: {} {apart}/{}", drafts.name, drafts.limit),
    }
    .keep();
}
