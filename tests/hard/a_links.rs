//! A7 and A4: links that are mailed open one account once, and asking for one tells nothing.

use std::time::Instant;

use futures_util::future::join_all;
use serde_json::json;
use testkit::{App, Cast, Figure, Setup, Visitor, cast, times};

use super::{
    no_limits,
    statistics::{chance, median},
    tamper,
};
use crate::api::account::links::{Mailed, NEW};

/// The code as somebody who guesses, cuts, glues or injects would send it.
fn tampered(code: &str) -> Vec<String> {
    let (first, rest) = code.split_at(1);
    let other = if first == "A" { "B" } else { "A" };
    let (half, end) = code.split_at(code.len() / 2);
    vec![
        String::new(),
        "0".into(),
        "A".repeat(code.len()),
        format!("{other}{rest}"),
        rest.into(),
        code[..code.len() - 1].into(),
        format!("{code}A"),
        format!("{code}{code}"),
        format!("{end}{half}"),
        code.to_lowercase(),
        code.to_uppercase(),
        code.chars().rev().collect(),
        format!("{code}%00"),
        format!("{code}' or '1'='1"),
        format!("{code}\u{0}"),
        format!("{half} {end}"),
        format!("{code}#"),
        format!("{code}=="),
        "' or true --".into(),
        "../".repeat(9),
    ]
}

#[actix_web::test]
async fn a_link_opens_one_account_once() {
    let hall = Mailed::start().await;
    tamper(&hall.app, "update users set password_hash = null where email = 'otto@example.org'");
    hall.ask(Cast::Casey.email()).await;
    let code = hall.code(Cast::Casey.email(), 1).await;
    let variants = tampered(&code);
    let mut opened = 0;
    for variant in &variants {
        opened += usize::from(hall.redeem(variant, NEW).await.status < 300);
    }
    assert_eq!((variants.len(), opened), (20, 0));
    let foreign = json!({ "code": code, "password": NEW, "email": Cast::Otto.email() });
    assert_eq!(hall.post("/account-links/redemption", foreign).await.status, 422);

    let at_once = (0..50).map(|_| hall.redeem(&code, NEW));
    let statuses: Vec<u16> = join_all(at_once).await.iter().map(|answer| answer.status).collect();
    let won = statuses.iter().filter(|status| **status == 204).count();
    let lost = statuses.iter().filter(|status| [404, 409, 503].contains(*status)).count();
    assert_eq!((won, lost), (1, 49), "{statuses:?}");
    assert_eq!(hall.sign_in(Cast::Casey.email(), NEW).await.status, 200);
    assert_eq!(hall.sign_in(Cast::Otto.email(), NEW).await.status, 401, "nobody else's account opened");
    let all = hall.all().await;
    let foreign = all.iter().filter(|mail| mail.to != Cast::Casey.email()).count();
    assert_eq!(foreign, 0);

    Figure {
        id: "A7",
        tried: "a reset's link tampered with in 20 ways, with somebody else's email beside it, and used 50 times at once"
            .into(),
        goal: "one redemption; mail to other mailboxes 0",
        found: format!("tampered {opened} of {}; redemptions {won} of 50; foreign mails {foreign}", variants.len()),
        control: "the untouched code among the 50 is the one that passes".into(),
    }
    .keep();
}

/// Milliseconds of asking for a link.
async fn asking(who: &Visitor, email: &str) -> (f64, String) {
    let begun = Instant::now();
    let answer = who.post("/password-resets", json!({ "email": email })).await;
    (begun.elapsed().as_secs_f64() * 1000.0, format!("{} {}", answer.status, answer.text()))
}

#[actix_web::test]
async fn asking_for_a_link_tells_nothing_by_words_or_time() {
    let setup = Setup { limits: no_limits(), ..Setup::default() };
    let app = App::set_up(cast().unwrap().into(), &setup).await.unwrap();
    tamper(&app, "update users set status = 'deactivated' where email = 'otto@example.org'");
    let (who, rounds) = (app.anybody().unwrap(), times(30, 400));
    let classes = ["casey@example.org", "nobody@example.org", "otto@example.org"];
    let (mut taken, mut answers) = (vec![Vec::new(); classes.len()], Vec::new());
    for round in 0..rounds + 1 {
        for (class, email) in classes.iter().enumerate() {
            let (took, answer) = asking(&who, email).await;
            // The first round warms up.
            if round > 0 {
                taken[class].push(took);
            }
            answers.push(answer);
        }
    }
    answers.sort();
    answers.dedup();
    assert_eq!(answers, ["204 "]);
    let likely = taken[1..].iter().map(|times| chance(&taken[0], times)).fold(1.0, f64::min);
    assert!(likely > 0.0002, "p {likely}: {taken:?}");
    // What a slower answer for known accounts would look like.
    let slower: Vec<f64> = taken[0].iter().map(|time| time * 3.0).collect();
    let unlikely = chance(&slower, &taken[1]);
    assert!(unlikely < 0.0002, "p {unlikely}");
    // Every address left the same work behind, and what tells them apart is sealed in it.
    let left = app.database.column("select distinct concat_ws(' ', kind, subject, state) from jobs").unwrap();
    assert_eq!(left, ["password_reset  waiting"]);
    let medians: Vec<String> = taken.iter().map(|times| format!("{:.1}", median(times))).collect();
    Figure {
        id: "A4",
        tried: format!(
            "{rounds} times in turns a forgotten password of an account, of no account, of a deactivated one"
        ),
        goal: "answers differ in 0 bytes, and times no more than by chance",
        found: format!("0 bytes; medians {} ms, Mann-Whitney p at least {likely:.2}", medians.join(", ")),
        control: "the same times, three times as long for the known account: p under 0.0002".into(),
    }
    .keep();
}
