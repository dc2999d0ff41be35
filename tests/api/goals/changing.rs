//! Setting, changing, closing and opening again.

use super::*;

#[actix_web::test]
async fn a_change_wants_the_version_that_was_read() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let target = day(&app, 90);
    let after = casey.patch(&goal, 1, json!({ "title": "A job as a cook", "target_on": target })).await;
    assert_eq!((after.status, after.version()), (200, 2), "{}", after.text());
    assert_eq!(
        (&after.json()["title"], &after.json()["target_on"]),
        (&json!("A job as a cook"), &json!(target))
    );
    let stale = casey.patch(&goal, 1, json!({ "title": "A job" })).await;
    assert_eq!(stale.status, 412);
    assert_eq!(casey.get(&goal).await.json(), after.json());
    let bare = send(casey.request(reqwest::Method::PATCH, &goal).json(&json!({ "title": "A job" }))).await;
    assert_eq!(bare.status, 428);
}

#[actix_web::test]
async fn what_was_said_can_be_cleared_and_the_title_cannot() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let after = casey.patch(&goal, 1, json!({ "why": null })).await;
    assert_eq!((after.status, &after.json()["why"]), (200, &json!("")));
    assert_eq!(casey.patch(&goal, 2, json!({ "title": null })).await.fields(), ["/title required"]);
}

#[actix_web::test]
async fn a_goal_is_closed_with_what_came_of_it() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let path = format!("{goal}/closing");
    assert_eq!(
        casey.post_on(&path, 1, json!({ "status": "reached", "outcome": "" })).await.fields(),
        ["/outcome required"]
    );
    assert_eq!(casey.post_on(&path, 1, json!({ "status": "open", "outcome": "x" })).await.status, 422);
    let mut later = outcome();
    later["closed_on"] = json!(day(&app, 1));
    assert_eq!(casey.post_on(&path, 1, later).await.fields(), ["/closed_on in_the_future"]);
    let closed = casey.post_on(&path, 1, outcome()).await;
    let goal_now = closed.json();
    assert_eq!((closed.status, closed.version(), &goal_now["status"]), (200, 2, &json!("reached")));
    assert_eq!(
        (&goal_now["closed_by"], &goal_now["closed_on"]),
        (&json!("Casey Nguyen"), &json!(day(&app, 0)))
    );
    assert_eq!(casey.post_on(&path, 2, outcome()).await.status, 409);
    assert_eq!(casey.patch(&goal, 2, json!({ "title": "Hm" })).await.status, 409);
    assert_eq!(step(&casey, &goal, json!({ "what": "Hm" })).await.status, 409);
}

#[actix_web::test]
async fn a_closed_goal_can_be_opened_again() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let path = format!("{goal}/closing");
    casey.post_on(&path, 1, outcome()).await;
    assert_eq!(delete(&casey, &path, 1).await.status, 412);
    let open = delete(&casey, &path, 2).await;
    let seen = open.json();
    assert_eq!(
        (open.status, &seen["status"], &seen["outcome"], &seen["closed_on"]),
        (200, &json!("open"), &Value::Null, &Value::Null)
    );
    assert_eq!(delete(&casey, &path, open.version()).await.status, 409);
}

#[actix_web::test]
async fn a_goal_that_is_as_it_was_set_can_be_taken_away_and_one_with_a_history_cannot() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let slip = fresh(&app).await;
    assert_eq!(delete(&casey, &slip, 1).await.status, 204);
    assert_eq!(casey.get(&slip).await.status, 404);
    let with_step = fresh(&app).await;
    step(&casey, &with_step, json!({ "what": "Call" })).await;
    assert_eq!(delete(&casey, &with_step, 1).await.status, 409);
    let reopened = fresh(&app).await;
    casey.post_on(&format!("{reopened}/closing"), 1, outcome()).await;
    assert_eq!(delete(&casey, &reopened, 2).await.status, 409);
    delete(&casey, &format!("{reopened}/closing"), 2).await;
    assert_eq!(delete(&casey, &reopened, 3).await.status, 409);
    assert_eq!(casey.get(&reopened).await.status, 200);
}

#[actix_web::test]
async fn bad_input_names_the_field_and_changes_nothing() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let before = casey.get(&goal).await.json();
    let nowhere = "00000000-0000-0000-0000-000000000001";
    for (change, field) in [
        (json!({ "title": "" }), "/title required"),
        (json!({ "title": "x".repeat(201) }), "/title too_long"),
        (json!({ "title": "a\nb" }), "/title invisible_characters"),
        (json!({ "area": "gossip" }), "/area unknown_value"),
        (json!({ "why": "x".repeat(2001) }), "/why too_long"),
        (json!({ "target_on": day(&app, -1) }), "/target_on in_the_past"),
        (json!({ "status": "reached" }), "/status unknown_field"),
        (json!({ "client_id": nowhere }), "/client_id unknown_field"),
    ] {
        let mut body = draft();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let refused = set(&app, Cast::Casey, Served::Maria, body).await;
        assert_eq!(
            (refused.status, refused.fields().contains(&field.to_owned())),
            (422, true),
            "{field}: {:?}",
            refused.fields()
        );
        let refused = casey.patch(&goal, 1, change).await;
        assert_eq!(
            (refused.status, refused.fields().contains(&field.to_owned())),
            (422, true),
            "{field}: {:?}",
            refused.fields()
        );
    }
    assert_eq!(casey.get(&goal).await.json(), before);
}

#[actix_web::test]
async fn every_write_leaves_exactly_its_row_in_the_audit() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let before = app.database.column("select max(seq) from audit").unwrap().remove(0);
    let goal = fresh(&app).await;
    casey.patch(&goal, 1, json!({ "title": "A job as a cook" })).await;
    casey.patch(&goal, 1, json!({ "title": "Stale" })).await;
    let added = at(&goal, &step(&casey, &goal, json!({ "what": "Call" })).await);
    casey.post_on(&format!("{added}/completion"), 1, json!({})).await;
    delete(&casey, &format!("{added}/completion"), 2).await;
    delete(&casey, &added, 3).await;
    casey.post_on(&format!("{goal}/closing"), 2, outcome()).await;
    delete(&casey, &format!("{goal}/closing"), 3).await;
    let maria = app.client(Served::Maria).unwrap();
    let rows = app.database.column(&format!(
        "select concat_ws(' ', operation, action, entity) from audit \
         where seq > {before} and client_id = '{maria}' order by seq"
    ));
    assert_eq!(
        rows.unwrap(),
        [
            "goals.set create goals",
            "goals.amend update goals",
            "goals.add_step create goal_steps",
            "goals.complete_step update goal_steps",
            "goals.reopen_step update goal_steps",
            "goals.remove_step delete goal_steps",
            "goals.close update goals",
            "goals.reopen update goals",
        ]
    );
}
