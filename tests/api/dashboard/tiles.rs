//! Facts about choosing and ordering tiles.

use domain::{
    permission::Permission::{ProposeEdits, ReviewProposals, SeeClientDetails, SeeClients},
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

async fn tiles(who: &Visitor) -> Value {
    let answer = who.get("/me/tiles").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

/// As if another version had written it.
fn keep(app: &App, who: Cast, shown: &str, hidden: &str) {
    let user = app.user(who).unwrap();
    let row = format!("insert into dashboards values ('{user}', '{{{shown}}}', '{{{hidden}}}')");
    app.database.run(&row).unwrap();
}

#[actix_web::test]
async fn everybody_begins_with_all_that_they_may_have() {
    let app = App::start().await.unwrap();
    for (who, wanted) in [
        (Cast::Rita, vec![]),
        (Cast::Vera, vec!["my_clients", "quick_note", "numbers"]),
        (
            Cast::Stan,
            vec![
                "follow_ups",
                "my_clients",
                "quick_note",
                "case_load",
                "overdue_trend",
                "capacity",
                "activity",
                "numbers",
            ],
        ),
    ] {
        let seen = tiles(&app.sign_in(who).unwrap()).await;
        assert_eq!((names(&seen["shown"]), names(&seen["hidden"])), (wanted, vec![]), "{}", who.name());
        assert_eq!(seen["is_usual"], true);
    }
    let cora = tiles(&app.sign_in(Cast::Cora).unwrap()).await;
    assert_eq!(names(&cora["shown"]).len(), 13, "a coordinator has all of them");
}

#[actix_web::test]
async fn an_order_is_kept_for_the_person_and_for_nobody_else() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let usual = tiles(&casey).await;
    let wanted = json!({ "shown": ["numbers", "follow_ups"], "hidden": ["activity", "capacity"] });
    let kept = casey.put("/me/tiles", wanted).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    // At another computer.
    let seen = tiles(&app.sign_in(Cast::Casey).unwrap()).await;
    assert_eq!(seen, kept.json());
    assert_eq!(names(&seen["shown"])[..2], ["numbers", "follow_ups"]);
    assert_eq!(names(&seen["hidden"]), ["activity", "capacity"]);
    assert_eq!(seen["is_usual"], false);
    assert_eq!(tiles(&app.sign_in(Cast::Otto).unwrap()).await, usual);
    let page = casey.get("/dashboard").await.json();
    assert_eq!(page["tiles"], seen["shown"]);
    assert!(page.get("capacity").is_none() && page.get("numbers").is_some(), "{page}");
}

#[actix_web::test]
async fn the_usual_page_comes_back() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let usual = tiles(&casey).await;
    casey.put("/me/tiles", json!({ "shown": [], "hidden": ["numbers"] })).await;
    assert_ne!(tiles(&casey).await, usual);
    assert_eq!(casey.delete("/me/tiles").await.status, 204);
    assert_eq!(tiles(&casey).await, usual);
    assert_eq!(casey.delete("/me/tiles").await.status, 204, "twice is no error");
}

#[actix_web::test]
async fn a_name_of_another_version_is_passed_over() {
    let app = App::start().await.unwrap();
    let stan = app.sign_in(Cast::Stan).unwrap();
    let sent = json!({ "shown": ["weather", "numbers"], "hidden": ["horoscope"] });
    let kept = stan.put("/me/tiles", sent).await;
    assert_eq!((kept.status, names(&kept.json()["shown"])[0]), (200, "numbers"));
    keep(&app, Cast::Casey, "tides,activity", "moon,numbers");
    let casey = app.sign_in(Cast::Casey).unwrap();
    let seen = tiles(&casey).await;
    assert_eq!((names(&seen["shown"])[0], names(&seen["hidden"])), ("activity", vec!["numbers"]));
    assert_eq!(casey.get("/dashboard").await.status, 200);
}

#[actix_web::test]
async fn a_tile_that_one_may_not_have_is_left_out_whoever_named_it() {
    let app = App::start().await.unwrap();
    keep(&app, Cast::Vera, "team,numbers,approvals", "new_applications");
    let vera = app.sign_in(Cast::Vera).unwrap();
    let seen = tiles(&vera).await;
    assert_eq!(
        (names(&seen["shown"]), names(&seen["hidden"])),
        (vec!["numbers", "my_clients", "quick_note"], vec![])
    );
    let asked = vera.get("/dashboard?tile=team&tile=approvals&tile=response_time&tile=numbers").await.json();
    assert_eq!(names(&asked["tiles"]), ["numbers"]);
    for part in ["team", "approvals", "response_time", "new_applications"] {
        assert!(asked.get(part).is_none(), "{part}: {asked}");
    }
}

#[actix_web::test]
async fn a_tile_that_is_asked_for_comes_alone() {
    let app = App::start().await.unwrap();
    let page = app.sign_in(Cast::Cora).unwrap().get("/dashboard?tile=case_load&tile=case_load").await.json();
    assert_eq!(page["tiles"], json!(["case_load"]));
    assert!(
        page.get("case_load").is_some() && page.get("follow_ups").is_none() && page.get("team").is_none()
    );
    assert_eq!(app.sign_in(Cast::Cora).unwrap().get("/dashboard?tile=weather").await.status, 422);
}

/// Nobody reviews what they proposed, so it is not what waits for them.
#[actix_web::test]
async fn what_one_proposed_oneself_waits_for_somebody_else() {
    let app = App::start().await.unwrap();
    let permissions = [SeeClients, SeeClientDetails, ProposeEdits, ReviewProposals];
    let rio = app.colleague("Rio", RoleSight::Everyone, &permissions).unwrap();
    let waiting = async |who: &Visitor| {
        let page = who.get("/dashboard?tile=approvals").await.json();
        page["approvals"]["count"].as_i64().unwrap()
    };
    let before = waiting(&rio).await;
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = rio.get(&path).await.version();
    let proposed = rio.patch(&path, version, json!({ "preferred_name": "Mari" })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(waiting(&rio).await, before);
    assert_eq!(waiting(&app.sign_in(Cast::Cora).unwrap()).await, before + 1);
    let listed = rio.get("/changes?to_decide=true").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len() as i64, before);
}
