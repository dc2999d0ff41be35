//! A6: a code works once, whichever server is asked, and guessing codes is slow.

use futures_util::future::join_all;
use testkit::{Answer, App, Cast, Figure, Setup, cast, times};

use super::{no_limits, tamper};
use crate::api::account::second_factor::{code, set_up};

/// Puts challenges into the database as so many right passwords would have.
fn challenges(app: &App, count: usize) -> Vec<String> {
    tamper(
        app,
        &format!(
            "insert into sign_in_challenges (hash, user_id) \
             select sha256(convert_to('challenge ' || n, 'UTF8')), users.id \
             from generate_series(1, {count}) as n, users where email = 'casey@example.org' on conflict do nothing"
        ),
    );
    (1..=count).map(|n| format!("challenge {n}")).collect()
}

async fn pass(server: &App, challenge: &str, code: &str) -> Answer {
    let body = serde_json::json!({ "challenge": challenge, "code": code });
    server.anybody().unwrap().post("/sessions/second-step", body).await
}

/// All challenges at once, in turns at two servers, with one code; gives how many sessions were opened.
async fn at_once(servers: &[App; 2], challenges: &[String], code: &str) -> usize {
    let tries = challenges.iter().enumerate().map(|(n, one)| pass(&servers[n % 2], one, code));
    let answers = join_all(tries).await;
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 401)), "{answers:?}");
    answers.iter().filter(|answer| answer.status == 200).count()
}

#[actix_web::test]
async fn of_one_code_sent_many_times_at_once_to_two_servers_one_is_taken() {
    let setup = Setup { limits: no_limits(), ..Setup::default() };
    let first = App::set_up(cast().unwrap().into(), &setup).await.unwrap();
    let second = first.beside(&setup).await.unwrap();
    let servers = [first, second];
    let (key, recovery) = set_up(&servers[0].sign_in(Cast::Casey).unwrap()).await;
    let many = times(20, 100);
    let codes = at_once(&servers, &challenges(&servers[0], many), &code(&key, 1)).await;
    let letters = at_once(&servers, &challenges(&servers[0], many), &recovery[0]).await;
    assert_eq!((codes, letters), (1, 1));
    // Without the step that is remembered, each would open a session.
    let mut unguarded = 0;
    for one in challenges(&servers[0], 5) {
        tamper(&servers[0], "update users set second_factor_step = 0");
        unguarded += usize::from(pass(&servers[1], &one, &code(&key, 0)).await.status == 200);
    }
    assert_eq!(unguarded, 5);
    Figure {
        id: "A6",
        tried: format!("one code and one recovery code, each {many} times at once at two servers, with as many right passwords"),
        goal: "one session for each code",
        found: format!("{codes} and {letters}"),
        control: format!("with the remembered step taken back before each try: {unguarded} of 5"),
    }
    .keep();
}

#[actix_web::test]
async fn whoever_has_stolen_a_password_guesses_few_codes() {
    let first = App::start().await.unwrap();
    let second = first.beside(&Setup::default()).await.unwrap();
    let (key, _) = set_up(&first.sign_in(Cast::Casey).unwrap()).await;
    let servers = [first, second];
    let challenges = challenges(&servers[0], 15);
    let mut looked_at = 0;
    for (n, one) in challenges[..14].iter().enumerate() {
        // A code of three hours ago: as wrong as any other.
        looked_at += usize::from(pass(&servers[n % 2], one, &code(&key, -360)).await.status == 401);
    }
    let right = pass(&servers[0], &challenges[14], &code(&key, 1)).await;
    assert_eq!((looked_at, right.status), (10, 429));
    Figure {
        id: "A6",
        tried:
            "14 wrong codes after as many right passwords, in turns at two servers, and then the right code"
                .into(),
        goal: "at most 10 in 15 minutes and 60 a day are looked at",
        found: format!("{looked_at} looked at; the right one waits too"),
        control: "without limits, the 100 of the test above were all looked at".into(),
    }
    .keep();
}

#[actix_web::test]
async fn no_other_way_in_goes_around_the_second_step() {
    let app = App::start().await.unwrap();
    let old = super::signing_in(&app.anybody().unwrap(), Cast::Casey.email(), testkit::PASSWORD);
    let old = super::cookie(&testkit::send(old).await);
    set_up(&app.sign_in(Cast::Casey).unwrap()).await;
    let password = super::signing_in(&app.anybody().unwrap(), Cast::Casey.email(), testkit::PASSWORD);
    let asked = testkit::send(password).await;
    let challenge = asked.json()["challenge"].as_str().unwrap().to_owned();
    let bearer = app.anybody().unwrap().with_token(&challenge);
    let ways = [
        super::renew(&app, &old).await.status,
        super::renew(&app, &format!("__Host-refresh={challenge}")).await.status,
        bearer.get("/me").await.status,
        bearer
            .post("/me/second-factor/removal", serde_json::json!({ "current_password": testkit::PASSWORD }))
            .await
            .status,
        pass(&app, &challenge, &challenge[..40]).await.status,
        pass(&app, &challenge, "").await.status,
    ];
    let inside = ways.iter().filter(|status| **status == 200 || **status == 204).count();
    assert_eq!((asked.status, asked.header("set-cookie"), inside), (202, "", 0), "{ways:?}");
    Figure {
        id: "A6",
        tried:
            "an older refresh token, the challenge as refresh and as access token and as code, an empty code"
                .into(),
        goal: "0 ways around the second step",
        found: format!("{inside} of {}", ways.len()),
        control: "the code itself opens the session (the test above)".into(),
    }
    .keep();
}
