//! B2: a refresh token renews once, whoever asks wherever at the same moment, and also after a restart.

use futures_util::future::join_all;
use testkit::{App, Cast, Figure, PASSWORD, send, times};

use super::{cookie, renew, signing_in, tamper};

const AT_ONCE: usize = 20;

/// Renews with one cookie from both servers at once; gives the cookies that came of it.
async fn race(servers: &[App; 2], old: &str) -> Vec<String> {
    let answers = join_all((0..AT_ONCE).map(|turn| renew(&servers[turn % 2], old))).await;
    assert!(answers.iter().all(|answer| [200, 409, 401].contains(&answer.status)));
    answers.iter().filter(|answer| answer.status == 200).map(cookie).collect()
}

async fn signed_in(app: &App) -> String {
    let answer = send(signing_in(&app.anybody().unwrap(), Cast::Casey.email(), PASSWORD)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    cookie(&answer)
}

#[actix_web::test]
async fn of_twenty_renewals_on_two_servers_one_wins_and_a_restart_forgets_nothing() {
    let first = App::start().await.unwrap();
    let second = first.beside(&Default::default()).await.unwrap();
    let servers = [first, second];
    let rounds = times(4, 100);
    let mut used = vec![signed_in(&servers[0]).await];
    for round in 0..rounds {
        let won = race(&servers, &used[round]).await;
        assert_eq!(won.len(), 1, "round {round}");
        used.extend(won);
    }
    let last = used.pop().unwrap();

    let [first, second] = servers;
    let third = first.beside(&Default::default()).await.unwrap();
    drop((first, second));
    tamper(
        &third,
        "update refresh_tokens set used_at = used_at - interval '16 seconds' where used_at is not null",
    );
    let mut replayed = 0;
    for old in &used {
        replayed += usize::from(renew(&third, old).await.status == 200);
    }
    assert_eq!(replayed, 0);
    assert_eq!(renew(&third, &last).await.status, 401, "a copied token ends the whole session");

    // The condition that the token is unused, taken away: the row forgets that it was used, and may be followed twice.
    third
        .database
        .run(
            "drop index refresh_tokens_by_predecessor; \
             create function forget() returns trigger language plpgsql as 'begin new.used_at := null; return new; end'; \
             create trigger forget before update on refresh_tokens for each row execute function forget()",
        )
        .unwrap();
    let fourth = third.beside(&Default::default()).await.unwrap();
    let old = signed_in(&third).await;
    let unguarded = race(&[third, fourth], &old).await.len();
    assert!(unguarded > 1, "{unguarded}");
    Figure {
        id: "B2",
        tried: format!(
            "{rounds} rounds of {AT_ONCE} renewals with one cookie at two servers; a restart; {} used cookies again",
            used.len()
        ),
        goal: "one winner a round; used cookies accepted after the restart: 0; a copy ends the session",
        found: format!("one winner in {rounds} of {rounds}; 0 of {}; ended", used.len()),
        control: format!("a row that forgets that it was used, without the index: {unguarded} winners in one round"),
    }
    .keep();
}
