//! Planning: what would become of each, and why some are left out.

use serde_json::json;
use testkit::{App, Cast, Served};

use super::{column, plan, results, seen, staff};

#[actix_web::test]
async fn a_plan_says_what_would_become_of_each_and_changes_nothing() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let action = json!({ "action": "assign", "user_id": app.user(Cast::Otto).unwrap() });
    let all = [Served::Wei, Served::Darnell, Served::Maria];
    let planned = plan(&app, &max, &all, action).await;
    assert_eq!(planned.status, 201, "{}", planned.text());
    let bulk = planned.json();
    assert_eq!((&bulk["state"], &bulk["proposes"]), (&json!("planned"), &json!(false)));
    assert_eq!(
        (&bulk["counts"]["ready"], &bulk["counts"]["reasons"]),
        (&json!(2), &json!({ "already_so": 1 }))
    );
    assert_eq!(
        results(&max, &bulk).await,
        ["Wei Ng ready -", "Darnell Washington refused already_so", "Mari Delgado ready -"]
    );
    assert!(staff(&app, Served::Wei).await.is_empty());
}

#[actix_web::test]
async fn who_is_out_of_sight_and_who_does_not_exist_look_the_same() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let mut clients = seen(&app, &[Served::Darnell, Served::Sukarno]);
    clients
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": "0190a000-0000-7000-8000-000000000000", "version": 1 }));
    let body = json!({ "action": { "action": "set_stage", "stage": "assessment" }, "clients": clients });
    let planned = casey.post("/bulk-changes", body).await;
    assert_eq!(
        results(&casey, &planned.json()).await,
        ["- refused out_of_sight", "Sukarno ready -", "- refused out_of_sight"]
    );
}

#[actix_web::test]
async fn a_client_kept_from_all_services_is_not_moved_on_with_the_crowd() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}/restrictions", app.client(Served::Wei).unwrap());
    let body =
        json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats" });
    assert_eq!(cora.post(&path, body).await.status, 201);
    let all = [Served::Wei, Served::Maria];
    let moved =
        plan(&app, &cora, &all, json!({ "action": "set_stage", "stage": "job_placement" })).await.json();
    assert_eq!(results(&cora, &moved).await, ["Wei Ng refused restricted", "Mari Delgado ready -"]);
    let user = app.user(Cast::Otto).unwrap();
    let given = plan(&app, &cora, &all, json!({ "action": "assign", "user_id": user })).await.json();
    assert_eq!(given["counts"]["ready"], json!(2));
}

#[actix_web::test]
async fn all_who_fit_the_filter_are_meant_as_the_list_has_them() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let of = async |filter: serde_json::Value| {
        let body = json!({ "action": { "action": "set_status", "status": "inactive" }, "filter": filter });
        cora.post("/bulk-changes", body).await
    };
    let casey = app.user(Cast::Casey).unwrap();
    for (filter, query) in [
        (json!({}), String::new()),
        (json!({ "assignee": casey }), format!("assignee={casey}")),
        (json!({ "q": "delgado" }), "q=delgado".to_owned()),
        (json!({ "q": "delgaddo" }), "q=delgaddo".to_owned()),
        (json!({ "status": ["active"], "stage": ["intake"] }), "status=active&stage=intake".to_owned()),
    ] {
        let listed = cora.get(&format!("/clients?limit=100&{query}")).await.json();
        let planned = of(filter).await;
        assert_eq!(planned.status, 201, "{query}: {}", planned.text());
        assert_eq!(planned.json()["counts"]["total"], listed["total"]["count"], "{query}");
    }
    let nobody = of(json!({ "q": "xochiquetzal" })).await;
    assert_eq!((nobody.status, nobody.fields()), (422, vec!["/filter nobody".to_owned()]));
    assert_eq!(of(json!({ "sleepy": true })).await.status, 422);
}

#[actix_web::test]
async fn what_cannot_be_meant_is_refused_by_its_field() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let one = seen(&app, &[Served::Wei]);
    let nobody = json!("0190a000-0000-7000-8000-000000000000");
    let otto = app.user(Cast::Otto).unwrap();
    for (body, field) in [
        (json!({ "action": { "action": "set_status", "status": "closed" } }), "/clients required"),
        (
            json!({ "action": { "action": "set_status", "status": "merged" }, "clients": one }),
            "/action/status set_by_merge",
        ),
        (
            json!({ "action": { "action": "assign", "user_id": nobody }, "clients": one }),
            "/action/user_id unknown",
        ),
        (
            json!({ "action": { "action": "assign", "user_id": app.user(Cast::Rita).unwrap() }, "clients": one }),
            "/action/user_id unknown",
        ),
        (
            json!({ "action": { "action": "reassign", "from": otto, "user_id": otto }, "clients": one }),
            "/action/user_id same_person",
        ),
        (
            json!({ "action": { "action": "assign", "user_id": otto }, "clients": one, "filter": {} }),
            "/filter clients_or_filter",
        ),
    ] {
        let refused = cora.post("/bulk-changes", body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field.to_owned()]), "{}", refused.text());
    }
}

#[actix_web::test]
async fn only_who_may_do_or_propose_it_plans_it_and_nobody_else_sees_the_plan() {
    let app = App::start().await.unwrap();
    let action = json!({ "action": "assign", "user_id": app.user(Cast::Otto).unwrap() });
    for who in [Cast::Casey, Cast::Cole, Cast::Stan, Cast::Vera, Cast::Ana] {
        let refused = plan(&app, &app.sign_in(who).unwrap(), &[Served::Maria], action.clone()).await;
        assert_eq!(refused.status, 403, "{who:?}");
    }
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let planned = plan(&app, &max, &[Served::Maria], action).await.json();
    let path = format!("/bulk-changes/{}", planned["id"].as_str().unwrap());
    assert_eq!(max.get(&path).await.status, 200);
    for at in [path.clone(), format!("{path}/rows")] {
        assert_eq!(cora.get(&at).await.status, 404, "{at}");
    }
    for verb in ["run", "undoing"] {
        assert_eq!(cora.post(&format!("{path}/{verb}"), json!({})).await.status, 404, "{verb}");
    }
    assert_eq!(column(&app, Served::Maria, "status"), "active");
}
