//! Taking it back: each returns to what it was, unless it moved since.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{column, go, many, plan, results, run, staff};
use crate::api::enrollments::{day, program};

async fn undo(who: &Visitor, bulk: &Value) -> Value {
    let back = who.post(&format!("/bulk-changes/{}/undoing", bulk["id"].as_str().unwrap()), json!({})).await;
    assert_eq!(back.status, 201, "{}", back.text());
    back.json()
}

#[actix_web::test]
async fn a_reassignment_is_taken_back_except_for_who_moved_since() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let all = [Served::Sukarno, Served::Maria, Served::Hubert];
    let before = staff(&app, Served::Maria).await;
    let action = json!({ "action": "reassign", "user_id": app.user(Cast::Otto).unwrap() });
    let done = run(&app, &max, &all, action).await;
    assert_eq!(done["can_undo"], json!(true));
    let cole = json!({ "action": "reassign", "user_id": app.user(Cast::Cole).unwrap() });
    run(&app, &max, &[Served::Hubert], cole).await;
    let back = undo(&max, &done).await;
    assert_eq!((&back["undoes"], &back["state"]), (&done["id"], &json!("done")));
    assert_eq!(
        results(&max, &back).await,
        [
            "Sukarno changed -",
            "Mari Delgado changed -",
            "Hubert Wolfeschlegelsteinhausenbergerdorff refused moved"
        ]
    );
    assert_eq!(staff(&app, Served::Sukarno).await, ["Casey Nguyen"]);
    assert_eq!(staff(&app, Served::Maria).await, before);
    assert_eq!(staff(&app, Served::Hubert).await, ["Cole Adeyemi"]);
}

#[actix_web::test]
async fn it_is_taken_back_once_and_within_a_day() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let close = json!({ "action": "set_status", "status": "closed" });
    let done = run(&app, &cora, &[Served::Wei], close.clone()).await;
    let back = undo(&cora, &done).await;
    assert_eq!(column(&app, Served::Wei, "status"), "active");
    for bulk in [&done, &back] {
        let path = format!("/bulk-changes/{}/undoing", bulk["id"].as_str().unwrap());
        assert_eq!(cora.post(&path, json!({})).await.status, 409);
    }
    let old = run(&app, &cora, &[Served::Wei], close).await;
    app.database.run("update bulk_changes set made_at = made_at - interval '25 hours'").unwrap();
    let path = format!("/bulk-changes/{}", old["id"].as_str().unwrap());
    assert_eq!(cora.get(&path).await.json()["can_undo"], json!(false));
    assert_eq!(cora.post(&format!("{path}/undoing"), json!({})).await.status, 409);
}

#[actix_web::test]
async fn a_stage_that_is_taken_back_goes_on_as_if_nothing_had_been() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let stays = async |whom: Served| {
        cora.get(&format!("/clients/{}/stage-moves", app.client(whom).unwrap())).await.json()
    };
    let since = column(&app, Served::Wei, "stage_since");
    let before = stays(Served::Wei).await;
    let all = [Served::Wei, Served::Hubert];
    let done = run(&app, &cora, &all, json!({ "action": "set_stage", "stage": "assessment" })).await;
    assert_eq!(stays(Served::Wei).await.as_array().unwrap().len(), 2);
    run(&app, &cora, &[Served::Hubert], json!({ "action": "set_stage", "stage": "job_placement" })).await;
    let back = undo(&cora, &done).await;
    assert_eq!(back["counts"]["reasons"], json!({ "moved": 1 }));
    assert_eq!((column(&app, Served::Wei, "stage_since"), stays(Served::Wei).await), (since, before));
    assert_eq!(column(&app, Served::Hubert, "stage"), "job_placement");
}

#[actix_web::test]
async fn what_somebody_changed_in_another_field_does_not_hold_it_up() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let done = run(&app, &cora, &[Served::Wei], json!({ "action": "set_status", "status": "closed" })).await;
    let path = format!("/clients/{}", app.client(Served::Wei).unwrap());
    let version = cora.get(&path).await.version();
    assert_eq!(cora.patch(&path, version, json!({ "preferred_name": "Way" })).await.status, 200);
    assert_eq!(undo(&cora, &done).await["counts"]["changed"], json!(1));
    assert_eq!(column(&app, Served::Wei, "concat_ws(' ', preferred_name, status)"), "Way active");
}

/// Closing settles what was begun with a person, and taking a change back does not.
#[actix_web::test]
async fn whoever_something_was_begun_with_meanwhile_is_not_closed_again() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    many::add(&app, 4);
    let set = async |status: &str| {
        let body =
            json!({ "action": { "action": "set_status", "status": status }, "filter": { "q": "many" } });
        let planned = cora.post("/bulk-changes", body).await;
        assert_eq!(planned.status, 201, "{}", planned.text());
        let done = go(&cora, &planned.json()).await;
        assert_eq!(done["counts"]["changed"], json!(4), "{done}");
        done
    };
    set("closed").await;
    let opened = set("active").await;
    let ids = app.database.column("select id from clients where first_name = 'Many' order by last_name");
    let ids = ids.unwrap();
    let (program, today) = (program(&app, 1), day(&app, 0));
    for (path, body) in [
        (format!("/clients/{}/enrollments", ids[0]), json!({ "program_id": program, "start_date": today })),
        (format!("/programs/{program}/waitlist"), json!({ "client_id": ids[1] })),
        (
            format!("/clients/{}/follow-ups", ids[2]),
            json!({ "due_on": today, "purpose": "Call", "assignee_id": app.user(Cast::Cora).unwrap() }),
        ),
    ] {
        let begun = cora.post(&path, body).await;
        assert_eq!(begun.status, 201, "{path}: {}", begun.text());
    }
    let back = undo(&cora, &opened).await;
    let mut all = results(&cora, &back).await;
    all.sort();
    assert_eq!(
        all,
        ["Many 1 refused still_enrolled", "Many 2 refused moved", "Many 3 refused moved", "Many 4 changed -"]
    );
    let stand = "select status from clients where first_name = 'Many' order by last_name";
    assert_eq!(app.database.column(stand).unwrap(), ["active", "active", "active", "closed"]);
}

/// How many open follow-ups somebody has with a client.
fn open(app: &App, who: Cast, whom: Served) -> usize {
    let (user, client) = (app.user(who).unwrap(), app.client(whom).unwrap());
    let query = format!(
        "select id from follow_ups where status = 'open' and assignee_id = '{user}' and client_id = '{client}'"
    );
    app.database.column(&query).unwrap().len()
}

/// Plans something to be done with a client for oneself.
async fn intend(app: &App, who: Cast, whom: Served) {
    let path = format!("/clients/{}/follow-ups", app.client(whom).unwrap());
    let task = json!({ "due_on": day(app, 2), "purpose": "Call about the interview" });
    let made = app.sign_in(who).unwrap().post(&path, task).await;
    assert_eq!(made.status, 201, "{}", made.text());
}

/// Plans and runs it, with what becomes of follow-ups.
async fn run_with(app: &App, who: &Visitor, action: Value, follow_ups: Value) -> Value {
    let planned = plan(app, who, &[Served::Sukarno], action).await;
    assert_eq!(planned.status, 201, "{}", planned.text());
    let path = format!("/bulk-changes/{}/run", planned.json()["id"].as_str().unwrap());
    let done = who.post(&path, json!({ "follow_ups": follow_ups })).await;
    assert_eq!((done.status, &done.json()["counts"]["changed"]), (200, &json!(1)), "{}", done.text());
    done.json()
}

#[actix_web::test]
async fn nobody_gives_a_client_back_and_keeps_what_they_planned_with_them() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let (cole, all) = (app.user(Cast::Cole).unwrap(), [Served::Sukarno, Served::Hubert]);
    intend(&app, Cast::Casey, Served::Sukarno).await;
    let (first, second) = (open(&app, Cast::Casey, all[0]), open(&app, Cast::Casey, all[1]));
    let done = run(&app, &max, &all, json!({ "action": "reassign", "user_id": cole })).await;
    assert_eq!(done["counts"]["changed"], json!(2), "{done}");
    intend(&app, Cast::Cole, Served::Sukarno).await;
    let back = undo(&max, &done).await;
    assert_eq!(
        results(&max, &back).await,
        ["Sukarno refused follow_ups_left", "Hubert Wolfeschlegelsteinhausenbergerdorff changed -"]
    );
    assert_eq!(staff(&app, Served::Sukarno).await, ["Cole Adeyemi"]);
    assert_eq!((open(&app, Cast::Cole, all[0]), open(&app, Cast::Casey, all[0])), (first + 1, 0));
    assert_eq!(staff(&app, Served::Hubert).await, ["Casey Nguyen"]);
    assert_eq!((open(&app, Cast::Cole, all[1]), open(&app, Cast::Casey, all[1])), (0, second));
}

#[actix_web::test]
async fn who_was_given_a_client_besides_keeps_them_over_what_they_planned_unless_they_see_everybody() {
    for (who, expected) in [(Cast::Otto, "Sukarno refused follow_ups_left"), (Cast::Max, "Sukarno changed -")]
    {
        let app = App::start().await.unwrap();
        let cora = app.sign_in(Cast::Cora).unwrap();
        let action = json!({ "action": "assign", "user_id": app.user(who).unwrap() });
        let done = run(&app, &cora, &[Served::Sukarno], action).await;
        intend(&app, who, Served::Sukarno).await;
        assert_eq!(results(&cora, &undo(&cora, &done).await).await, [expected]);
        let had = format!("/follow-ups?client={}", app.client(Served::Sukarno).unwrap());
        assert_eq!(app.sign_in(who).unwrap().get(&had).await.status, 200);
        assert_eq!(staff(&app, Served::Sukarno).await.len(), if who == Cast::Max { 1 } else { 2 });
    }
}

#[actix_web::test]
async fn a_client_is_not_given_back_to_somebody_who_works_here_no_more() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    intend(&app, Cast::Casey, Served::Sukarno).await;
    let had = open(&app, Cast::Casey, Served::Sukarno);
    let cole = json!({ "action": "reassign", "user_id": app.user(Cast::Cole).unwrap() });
    let done = run(&app, &max, &[Served::Sukarno], cole).await;
    let ((store, job), casey) = (app.job(), app.user(Cast::Casey).unwrap());
    store.write_public(&job, "users.deactivate", |tx| store::users::deactivate(tx, casey)).unwrap();
    assert_eq!(results(&max, &undo(&max, &done).await).await, ["Sukarno refused moved"]);
    assert_eq!(staff(&app, Served::Sukarno).await, ["Cole Adeyemi"]);
    assert_eq!(open(&app, Cast::Cole, Served::Sukarno), had);
}

#[actix_web::test]
async fn what_was_handed_over_with_a_closing_does_not_go_back_to_who_left_the_client_since() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    intend(&app, Cast::Casey, Served::Sukarno).await;
    let (had, his) = (open(&app, Cast::Casey, Served::Sukarno), open(&app, Cast::Max, Served::Sukarno));
    let close = json!({ "action": "set_status", "status": "closed" });
    let done = run_with(&app, &cora, close, json!({ "to": app.user(Cast::Max).unwrap() })).await;
    let sukarno = app.client(Served::Sukarno).unwrap();
    let theirs = format!("select id from assignments where client_id = '{sukarno}' and ended_at is null");
    let one = app.database.column(&theirs).unwrap().remove(0);
    let ended = cora.post(&format!("/clients/{sukarno}/assignments/{one}/ending"), json!({})).await;
    assert_eq!(ended.status, 200, "nothing of hers is left: {}", ended.text());
    assert_eq!(results(&cora, &undo(&cora, &done).await).await, ["Sukarno changed -"]);
    assert_eq!(column(&app, Served::Sukarno, "status"), "active");
    assert_eq!(
        (open(&app, Cast::Casey, Served::Sukarno), open(&app, Cast::Max, Served::Sukarno)),
        (0, his + had)
    );
}

#[actix_web::test]
async fn nothing_is_to_be_done_again_with_a_record_that_was_closed_since() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    intend(&app, Cast::Casey, Served::Sukarno).await;
    let over = json!({ "action": "reassign", "user_id": app.user(Cast::Cole).unwrap() });
    let done = run_with(&app, &cora, over, json!({ "ended_because": "Cole begins anew" })).await;
    let path = format!("/clients/{}", app.client(Served::Sukarno).unwrap());
    let version = cora.get(&path).await.version();
    let closed = cora.patch(&path, version, json!({ "status": "closed" })).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    assert_eq!(results(&cora, &undo(&cora, &done).await).await, ["Sukarno changed -"]);
    assert_eq!(staff(&app, Served::Sukarno).await, ["Casey Nguyen"]);
    let to_do = format!(
        "select id from follow_ups where status = 'open' and client_id = '{}'",
        app.client(Served::Sukarno).unwrap()
    );
    assert!(app.database.column(&to_do).unwrap().is_empty());
}
