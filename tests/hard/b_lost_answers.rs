//! B3: a renewal that fails or whose answer is lost, wherever the line breaks, burns no session.

use std::time::Duration;

use futures_util::future::join_all;
use testkit::{App, Cast, Figure, PASSWORD, Setup, cast, send, times};

use super::{
    cookie, no_limits, renew, signing_in,
    wire::{Line, Wire},
};

/// A server whose database is at the end of a line.
async fn wired() -> (App, Wire) {
    let database = cast().unwrap();
    let wire = Wire::to(database.address().to_owned());
    let setup = Setup { through: Some(wire.address), limits: no_limits(), ..Setup::default() };
    (App::set_up(database.into(), &setup).await.unwrap(), wire)
}

async fn signed_in(app: &App) -> String {
    let answer = send(signing_in(&app.anybody().unwrap(), Cast::Casey.email(), PASSWORD)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    cookie(&answer)
}

/// Renews while the line breaks a little later; nobody hears the answer. Then the line is mended.
async fn renew_in_the_storm(app: &App, wire: &Wire, cookie: &str, break_after: Duration) {
    let storm = async {
        tokio::time::sleep(break_after).await;
        wire.put(Line::Cut);
    };
    let (answer, ()) = futures_util::future::join(renew(app, cookie), storm).await;
    assert!([200, 500, 503].contains(&answer.status), "{}", answer.text());
    wire.put(Line::Open);
    while app.anybody().unwrap().get("//health/ready").await.status != 200 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let older = "update refresh_tokens set used_at = used_at - interval '16 seconds'";
    app.database.run(older).unwrap();
}

fn count(app: &App, query: &str) -> usize {
    app.database.column(query).unwrap()[0].parse().unwrap()
}

/// One where the renewal was committed before the line broke.
fn was_used(app: &App, cookie: &str) -> usize {
    let token = cookie.split_once('=').unwrap().1;
    let used = "select count(*) from refresh_tokens where used_at is not null";
    count(app, &format!("{used} and hash = sha256('{token}')"))
}

const VALID: &str = "select count(*) from refresh_tokens join sessions on sessions.id = session_id \
    where revoked_at is null and used_at is null and voided_at is null";

#[actix_web::test]
async fn a_renewal_that_breaks_off_anywhere_leaves_the_session_whole() {
    let (app, wire) = wired().await;
    let rounds = times(4, 50);
    let (mut held, mut lost, mut doubled, mut committed) = (signed_in(&app).await, 0, 0, 0);
    for round in 0..rounds {
        // From before the first statement until after the answer.
        renew_in_the_storm(&app, &wire, &held, Duration::from_millis(round as u64 * 40 / rounds as u64))
            .await;
        committed += was_used(&app, &held);
        let again = renew(&app, &held).await;
        if again.status != 200 {
            lost += 1;
            held = signed_in(&app).await;
            continue;
        }
        doubled += usize::from(count(&app, VALID) != 1);
        held = cookie(&again);
    }
    let asked = join_all((0..20).map(|_| renew(&app, &held))).await;
    let next = asked.iter().filter(|answer| answer.status == 200).count();
    app.database.run("update refresh_tokens set used_at = used_at - interval '16 seconds'").unwrap();
    let again = join_all((0..20).map(|_| renew(&app, &held))).await;
    let winners = again.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((lost, doubled, next, winners), (0, 0, 1, 1));

    // What came of it was used: then the cookie is a copy, however soon it comes.
    let copied = signed_in(&app).await;
    let heard = cookie(&renew(&app, &copied).await);
    assert_eq!(renew(&app, &heard).await.status, 200);
    app.database.run("update refresh_tokens set used_at = used_at - interval '16 seconds'").unwrap();
    assert_eq!(renew(&app, &copied).await.status, 401);
    Figure {
        id: "B3",
        tried: format!(
            "{rounds} renewals during which the line to the database is cut, sooner or later, and whose answer nobody hears; \
             20 at once with a cookie whose answer was lost"
        ),
        goal: "sessions lost 0, two valid cookies of one session 0; one of the 20 goes on",
        found: format!("lost {lost}, double {doubled} ({committed} had been committed); {winners} of 20"),
        control: "where somebody had used the new cookie, the old one ends the session".into(),
    }
    .keep();
}
