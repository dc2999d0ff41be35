//! A renewal whose answer never arrives, and copies that would pass for one.

use futures_util::future::join_all;
use testkit::{Answer, App, Cast, PASSWORD};

use super::{bearer, cookie, renew, sign_in};

/// Makes every use of a token so much older.
fn wait(app: &App, time: &str) {
    let older = format!(
        "update refresh_tokens set used_at = used_at - interval '{time}', repeated_at = repeated_at - interval '{time}'"
    );
    app.database.run(&older).unwrap();
}

/// Casey signed in, and renewed without hearing of it.
async fn unheard(app: &App) -> (Answer, Answer) {
    let first = sign_in(app, Cast::Casey.email(), PASSWORD).await;
    let lost = renew(app, &cookie(&first)).await;
    assert_eq!(lost.status, 200, "{}", lost.text());
    (first, lost)
}

/// What ended or replaced sessions, in the order of the log.
fn ends(app: &App) -> Vec<String> {
    let ended = "select operation from audit where operation like 'sessions.%' and entity = 'sessions' and after ? 'revoked_at' order by seq";
    app.database.column(ended).unwrap()
}

#[actix_web::test]
async fn a_browser_whose_answer_was_lost_goes_on() {
    let app = App::start().await.unwrap();
    let (first, _) = unheard(&app).await;
    wait(&app, "16 seconds");
    let again = renew(&app, &cookie(&first)).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(bearer(&app, &again).get("/clients").await.status, 200);
    assert_eq!(renew(&app, &cookie(&again)).await.status, 200);
    assert_eq!(ends(&app), ["sessions.renew"]);
}

#[actix_web::test]
async fn two_answers_in_a_row_may_be_lost() {
    let app = App::start().await.unwrap();
    let (first, _) = unheard(&app).await;
    for _ in 0..2 {
        wait(&app, "16 seconds");
        assert_eq!(renew(&app, &cookie(&first)).await.status, 200);
    }
}

#[actix_web::test]
async fn in_the_first_seconds_it_may_be_another_tab_which_waits() {
    let app = App::start().await.unwrap();
    let (first, heard) = unheard(&app).await;
    wait(&app, "3 seconds");
    assert_eq!(renew(&app, &cookie(&first)).await.code(), "already_renewed");
    assert_eq!(renew(&app, &cookie(&heard)).await.status, 200);
}

#[actix_web::test]
async fn after_two_minutes_a_used_cookie_is_a_copy_in_any_case() {
    let app = App::start().await.unwrap();
    let (first, lost) = unheard(&app).await;
    wait(&app, "2 minutes");
    assert_eq!(renew(&app, &cookie(&first)).await.status, 401);
    assert_eq!(renew(&app, &cookie(&lost)).await.status, 401);
    assert_eq!(ends(&app), ["sessions.end_copied"]);
}

#[actix_web::test]
async fn asking_again_does_not_make_the_time_longer() {
    let app = App::start().await.unwrap();
    let (first, _) = unheard(&app).await;
    wait(&app, "90 seconds");
    assert_eq!(renew(&app, &cookie(&first)).await.status, 200);
    wait(&app, "31 seconds");
    assert_eq!(renew(&app, &cookie(&first)).await.status, 401);
}

#[actix_web::test]
async fn a_copy_of_what_was_used_and_followed_ends_the_session() {
    let app = App::start().await.unwrap();
    let (copied, second) = unheard(&app).await;
    let third = renew(&app, &cookie(&second)).await;
    wait(&app, "16 seconds");
    assert_eq!(renew(&app, &cookie(&copied)).await.status, 401);
    assert_eq!(renew(&app, &cookie(&third)).await.status, 401);
    assert_eq!(ends(&app), ["sessions.end_copied"]);
}

#[actix_web::test]
async fn a_thief_who_comes_second_is_seen_at_the_owners_next_request() {
    let app = App::start().await.unwrap();
    let (copied, owners) = unheard(&app).await;
    wait(&app, "16 seconds");
    let thiefs = renew(&app, &cookie(&copied)).await;
    assert_eq!(thiefs.status, 200);
    assert_eq!(bearer(&app, &owners).get("/me").await.status, 401, "the owner's page renews now");
    assert_eq!(renew(&app, &cookie(&owners)).await.status, 401);
    assert_eq!(bearer(&app, &thiefs).get("/me").await.status, 401);
    assert_eq!(renew(&app, &cookie(&thiefs)).await.status, 401);
    assert_eq!(ends(&app), ["sessions.renew", "sessions.end_copied"]);
}

#[actix_web::test]
async fn a_thief_who_comes_first_loses_all_when_the_owner_asks() {
    let app = App::start().await.unwrap();
    let (owners, thiefs) = unheard(&app).await;
    wait(&app, "16 seconds");
    let gone_on = renew(&app, &cookie(&owners)).await;
    assert_eq!(gone_on.status, 200);
    assert_eq!(bearer(&app, &thiefs).get("/me").await.status, 401);
    assert_eq!(renew(&app, &cookie(&thiefs)).await.status, 401);
    assert_eq!(bearer(&app, &gone_on).get("/me").await.status, 401);
}

#[actix_web::test]
async fn of_twenty_that_ask_again_together_one_wins_and_all_stay_signed_in() {
    let app = App::start().await.unwrap();
    let (first, _) = unheard(&app).await;
    wait(&app, "16 seconds");
    let old = cookie(&first);
    let answers: Vec<Answer> = join_all((0..20).map(|_| renew(&app, &old))).await;
    let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    let late = answers.iter().filter(|answer| answer.code() == "already_renewed").count();
    assert_eq!((won.len(), late), (1, 19));
    assert_eq!(bearer(&app, won[0]).get("/me").await.status, 200);
    assert_eq!(renew(&app, &cookie(won[0])).await.status, 200);
}

#[actix_web::test]
async fn the_session_lasts_no_longer_by_a_lost_answer() {
    let app = App::start().await.unwrap();
    let (first, _) = unheard(&app).await;
    wait(&app, "16 seconds");
    assert_eq!(renew(&app, &cookie(&first)).await.status, 200);
    let span = "select count(distinct (created_at, expires_at, device)) from sessions where device <> 'demo'";
    assert_eq!(app.database.column(span).unwrap(), ["1"]);
}

#[actix_web::test]
async fn an_answer_that_was_lost_does_not_bring_back_an_ended_session() {
    let app = App::start().await.unwrap();
    let (first, lost) = unheard(&app).await;
    assert_eq!(bearer(&app, &lost).delete("/sessions").await.status, 204);
    wait(&app, "16 seconds");
    assert_eq!(renew(&app, &cookie(&first)).await.status, 401);
}
