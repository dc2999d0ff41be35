//! Steps: who does what until when.

use super::*;

/// The steps of a goal in a word each.
async fn order(who: &Visitor, goal: &str) -> Vec<String> {
    let seen = who.get(goal).await.json();
    seen["steps"].as_array().unwrap().iter().map(|step| step["what"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_step_without_an_owner_is_the_clients_own() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let own = step(&casey, &goal, json!({ "what": "Write the résumé" })).await;
    assert_eq!((own.status, own.version(), &own.json()["owner"]), (201, 1, &Value::Null), "{}", own.text());
    let cole = app.user(Cast::Cole).unwrap();
    let given =
        step(&casey, &goal, json!({ "what": "Read it", "owner_id": cole, "due_on": day(&app, 5) })).await;
    assert_eq!((&given.json()["owner"], &given.json()["overdue"]), (&json!("Cole Adeyemi"), &json!(false)));
    let back = casey.patch(&at(&goal, &given), 1, json!({ "owner_id": null })).await;
    assert_eq!((back.status, &back.json()["owner_id"]), (200, &Value::Null));
}

#[actix_web::test]
async fn nobody_is_given_a_step_who_does_not_see_the_client() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let own = at(&goal, &step(&casey, &goal, json!({ "what": "Write the résumé" })).await);
    for who in [Cast::Otto, Cast::Vera, Cast::Wendy] {
        let user = app.user(who).unwrap();
        for refused in [
            step(&casey, &goal, json!({ "what": "Call", "owner_id": user })).await,
            casey.patch(&own, 1, json!({ "owner_id": user })).await,
        ] {
            assert_eq!(refused.fields(), ["/owner_id does_not_see_the_client"], "{}", who.name());
        }
    }
}

#[actix_web::test]
async fn a_step_is_done_with_one_call_and_taken_back_with_another() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let path = at(&goal, &step(&casey, &goal, json!({ "what": "Call" })).await);
    let completion = format!("{path}/completion");
    assert_eq!(
        casey.post_on(&completion, 1, json!({ "done_on": day(&app, 1) })).await.fields(),
        ["/done_on in_the_future"]
    );
    let done = casey.post_on(&completion, 1, json!({})).await;
    assert_eq!((done.status, &done.json()["done_on"]), (200, &json!(day(&app, 0))));
    assert_eq!(casey.post_on(&completion, 1, json!({})).await.status, 412);
    assert_eq!(casey.post_on(&completion, 2, json!({})).await.status, 409);
    assert_eq!(delete(&casey, &path, 2).await.status, 409);
    let open = delete(&casey, &completion, 2).await;
    assert_eq!((open.status, &open.json()["done_on"]), (200, &Value::Null));
    assert_eq!(delete(&casey, &completion, 3).await.status, 409);
}

#[actix_web::test]
async fn a_step_whose_day_is_over_is_overdue_until_it_is_done_or_the_goal_is_closed() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let mut paths = Vec::new();
    for what in ["Call", "Write"] {
        paths.push(at(&goal, &step(&casey, &goal, json!({ "what": what, "due_on": day(&app, 0) })).await));
    }
    let overdue = async || {
        let seen = casey.get(&goal).await.json();
        seen["steps"].as_array().unwrap().iter().map(|step| step["overdue"] == true).collect::<Vec<_>>()
    };
    assert_eq!(overdue().await, [false, false]);
    pass(&app);
    assert_eq!(overdue().await, [true, true]);
    casey.post_on(&format!("{}/completion", paths[0]), 1, json!({})).await;
    assert_eq!(overdue().await, [false, true]);
    casey.post_on(&format!("{goal}/closing"), 1, outcome()).await;
    assert_eq!(overdue().await, [false, false]);
}

#[actix_web::test]
async fn a_step_moves_to_another_place_and_the_others_keep_their_versions() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let mut paths = Vec::new();
    for what in ["a", "b", "c"] {
        paths.push(at(&goal, &step(&casey, &goal, json!({ "what": what })).await));
    }
    let moved = casey.patch(&paths[2], 1, json!({ "position": 0 })).await;
    assert_eq!((moved.status, moved.version()), (200, 2), "{}", moved.text());
    assert_eq!(order(&casey, &goal).await, ["c", "a", "b"]);
    assert_eq!(casey.patch(&paths[0], 1, json!({ "position": 200 })).await.status, 200);
    assert_eq!(order(&casey, &goal).await, ["c", "b", "a"]);
    assert_eq!(delete(&casey, &paths[2], 2).await.status, 204);
    step(&casey, &goal, json!({ "what": "d" })).await;
    assert_eq!(order(&casey, &goal).await, ["b", "a", "d"]);
}

#[actix_web::test]
async fn a_step_of_another_goal_is_not_found_here() {
    let app = App::start().await.unwrap();
    let (one, other, casey) = (fresh(&app).await, fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    let path = at(&one, &step(&casey, &one, json!({ "what": "Call" })).await).replace(&one, &other);
    assert_eq!(casey.patch(&path, 1, json!({ "what": "Hm" })).await.status, 404);
    assert_eq!(casey.post_on(&format!("{path}/completion"), 1, json!({})).await.status, 404);
}

#[actix_web::test]
async fn bad_input_names_the_field_and_the_goal_takes_no_more_than_fifty_steps() {
    let app = App::start().await.unwrap();
    let (goal, casey) = (fresh(&app).await, app.sign_in(Cast::Casey).unwrap());
    for (body, field) in [
        (json!({ "what": "" }), "/what required"),
        (json!({ "what": "x".repeat(501) }), "/what too_long"),
        (json!({ "what": "Call", "due_on": day(&app, -1) }), "/due_on in_the_past"),
        (json!({ "what": "Call", "done_on": day(&app, 0) }), "/done_on unknown_field"),
    ] {
        let refused = step(&casey, &goal, body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field.to_owned()]));
    }
    assert_eq!(order(&casey, &goal).await, Vec::<String>::new());
    for number in 0..50 {
        assert_eq!(step(&casey, &goal, json!({ "what": number.to_string() })).await.status, 201);
    }
    assert_eq!(step(&casey, &goal, json!({ "what": "One more" })).await.status, 409);
}
