//! Taking a place that was offered, and who waits for none.

use std::time::Duration;

use actix_web::rt::time::sleep;
use serde_json::json;
use testkit::{App, Cast, Served};

use super::{
    capacity::fits,
    day, draft, enroll, enrolled, path, program,
    waitlist::{accept, join, names, offered, wait},
};
use crate::hard::tamper;

#[actix_web::test]
async fn whoever_takes_the_place_late_is_enrolled_from_that_day_on() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei]).await;
    let first = offered(&app, &cora).await;
    tamper(&app, "update waitlist_entries set start_date = today() - 2 where status = 'offered'");
    let taken = accept(&cora, &first).await;
    assert_eq!((taken.status, &taken.json()["start_date"]), (201, &json!(day(&app, 0))), "{}", taken.text());
    let intake = "select intake_date = today() from intakes order by intake_date desc limit 1";
    assert_eq!(app.database.column(intake).unwrap(), ["true"]);
}

/// Whoever declines for the person has written it and not yet kept it, while a colleague says that they take the place.
#[actix_web::test]
async fn of_an_answer_and_an_acceptance_at_the_same_moment_the_first_holds() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei]).await;
    let first = offered(&app, &cora).await;
    let declining = app.database.begun(
        "select begin_as('job', null, 'waitlist.answer', null, null); update waitlist_entries \
         set status = 'declined', decided_at = now(), version = version + 1 where status = 'offered' and version = 2",
    );
    let declining = declining.unwrap();
    let accepting = actix_web::rt::spawn({
        let (cora, first) = (cora.clone(), first.clone());
        async move { accept(&cora, &first).await }
    });
    for _ in 0..200 {
        if app.database.somebody_waits().unwrap() {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    declining.keep().unwrap();
    let late = accepting.await.unwrap();
    assert_eq!((late.status, late.code().as_str()), (412, "stale_version"), "{}", late.text());
    assert_eq!(cora.get(&path(&app, Served::Wei)).await.json(), json!([]));
}

#[actix_web::test]
async fn days_that_have_gone_by_take_nobody_off_the_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei]).await;
    let mut before = draft(&app);
    (before["start_date"], before["end_date"]) = (json!(day(&app, -30)), json!(day(&app, -1)));
    assert_eq!(enroll(&app, &cora, Served::Wei, before).await.status, 201);
    assert_eq!(names(&app, &cora).await, [("Wei Ng".to_owned(), "waiting".to_owned(), 1)]);
    let mut today = draft(&app);
    today["end_date"] = json!(day(&app, 0));
    assert_eq!(enroll(&app, &cora, Served::Wei, today).await.status, 201);
    assert!(names(&app, &cora).await.is_empty(), "he is in it today");
}

#[actix_web::test]
async fn who_is_in_the_program_or_will_be_waits_for_no_place_in_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 2, 0).await;
    enrolled(&app, &cora, Served::Wei).await;
    let mut later = draft(&app);
    later["start_date"] = json!(day(&app, 9));
    assert_eq!(enroll(&app, &cora, Served::Olena, later).await.status, 201);
    for (whom, from) in [(Served::Wei, 0), (Served::Olena, 9)] {
        let refused = join(&app, &cora, whom).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["/client_id overlaps".to_owned()]));
        assert_eq!(refused.json()["errors"][0]["params"]["from"], day(&app, from));
        assert!(
            refused.json()["detail"].as_str().unwrap().contains("is in this program"),
            "{}",
            refused.text()
        );
    }
    let mut before = draft(&app);
    (before["start_date"], before["end_date"]) = (json!(day(&app, -30)), json!(day(&app, -1)));
    assert_eq!(enroll(&app, &cora, Served::Hubert, before).await.status, 201);
    assert_eq!(join(&app, &cora, Served::Hubert).await.status, 201, "he may wait to come again");
}

/// What the list says beside how many fit is what enrolling looks at, whoever reads it.
#[actix_web::test]
async fn the_places_of_a_program_are_those_of_all_caseloads_and_those_that_are_offered() {
    let app = App::start().await.unwrap();
    let (cora, otto) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Otto).unwrap());
    fits(&app, &cora, 2, 0).await;
    enrolled(&app, &cora, Served::Wei).await;
    wait(&app, &cora, &[Served::Olena]).await;
    offered(&app, &cora).await;
    for (who, sees) in [(&cora, 1), (&otto, 0)] {
        for (on, taken) in [(0, 1), (1, 2)] {
            let listed = who.get(&format!("/programs?on={}", day(&app, on))).await.json();
            let one = listed.as_array().unwrap().iter().find(|one| one["id"] == program(&app, 1)).unwrap();
            assert_eq!(
                (&one["taken"], &one["enrolled"], &one["capacity"]),
                (&json!(taken), &json!(sees), &json!(2))
            );
        }
    }
    tamper(&app, "update waitlist_entries set reply_by = today() - 1 where status = 'offered'");
    let found = otto.get(&format!("/programs/{}?on={}", program(&app, 1), day(&app, 1))).await.json();
    assert_eq!(found["taken"], 1, "nobody holds the place any more");
}
