//! Photos that are proposed, what the audit tells, and which files stay.

use domain::ids::PhotoId;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{BLUE, RED, in_the_vault, is, path, picture, remove, set};

#[actix_web::test]
async fn a_proposed_photo_waits_and_both_stand_side_by_side() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let current = cora.get(&path(&app, Served::Maria)).await;
    let proposed = set(&app, &lena, Served::Maria, picture(BLUE)).await;
    assert_eq!((proposed.status, proposed.json()["edit"].as_str()), (202, Some("photos.set")));
    let waiting = format!("/changes/{}/photo", proposed.json()["id"].as_str().unwrap());
    for reviewer in [&lena, &cora] {
        assert!(is(&reviewer.get(&waiting).await, BLUE));
        assert_eq!(reviewer.get(&path(&app, Served::Maria)).await.bytes, current.bytes);
    }
    assert_eq!(app.sign_in(Cast::Max).unwrap().get(&waiting).await.status, 404);
    assert_eq!(app.sign_in(Cast::Stan).unwrap().get(&waiting).await.status, 403);
}

async fn decide(who: &Visitor, change: &Value, verb: &str) -> Answer {
    let path = format!("/changes/{}/{verb}", change["id"].as_str().unwrap());
    let body = json!({ "rationale": "As she looks now" });
    match verb {
        "approval" => who.approve(&path, 1, body).await,
        "withdrawal" => who.post_on(&path, 1, Value::Null).await,
        _ => who.post_on(&path, 1, body).await,
    }
}

#[actix_web::test]
async fn approving_puts_it_onto_the_record_and_the_old_one_goes() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let proposed = set(&app, &lena, Served::Maria, picture(BLUE)).await.json();
    assert_eq!(decide(&cora, &proposed, "approval").await.status, 200);
    assert!(is(&cora.get(&path(&app, Served::Maria)).await, BLUE));
    assert!(!in_the_vault(&app, &proposed["base"]["photo"]).await);
    assert!(in_the_vault(&app, &proposed["proposed"]["photo"]).await);
    let decided = format!("/changes/{}/photo", proposed["id"].as_str().unwrap());
    assert_eq!(cora.get(&decided).await.status, 404);
}

#[actix_web::test]
async fn refusing_leaves_the_record_and_nothing_of_the_picture() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let before = cora.get(&path(&app, Served::Maria)).await.bytes;
    let proposed = set(&app, &lena, Served::Maria, picture(BLUE)).await.json();
    assert_eq!(decide(&cora, &proposed, "refusal").await.status, 200);
    assert_eq!(cora.get(&path(&app, Served::Maria)).await.bytes, before);
    assert!(!in_the_vault(&app, &proposed["proposed"]["photo"]).await);
}

#[actix_web::test]
async fn withdrawing_leaves_nothing_of_the_picture_either() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let proposed = set(&app, &lena, Served::Maria, picture(BLUE)).await.json();
    assert!(in_the_vault(&app, &proposed["proposed"]["photo"]).await);
    assert_eq!(decide(&lena, &proposed, "withdrawal").await.status, 200);
    assert!(!in_the_vault(&app, &proposed["proposed"]["photo"]).await);
}

#[actix_web::test]
async fn of_two_proposals_the_second_is_a_conflict() {
    let app = App::start().await.unwrap();
    let (lena, max) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Max).unwrap());
    let cora = app.sign_in(Cast::Cora).unwrap();
    let red = set(&app, &lena, Served::Maria, picture(RED)).await.json();
    let blue = set(&app, &max, Served::Maria, picture(BLUE)).await.json();
    assert_eq!(decide(&cora, &red, "approval").await.status, 200);
    let conflict = decide(&cora, &blue, "approval").await;
    assert_eq!((conflict.status, conflict.code().as_str()), (409, "change_conflict"));
    assert!(is(&cora.get(&path(&app, Served::Maria)).await, RED));
    assert_eq!(decide(&cora, &blue, "refusal").await.status, 200);
    assert!(!in_the_vault(&app, &blue["proposed"]["photo"]).await);
    assert!(in_the_vault(&app, &red["proposed"]["photo"]).await);
}

#[actix_web::test]
async fn removing_may_be_proposed_too() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let proposed = remove(&app, &lena, Served::Maria).await;
    assert_eq!((proposed.status, proposed.json()["edit"].as_str()), (202, Some("photos.remove")));
    assert_eq!(cora.get(&path(&app, Served::Maria)).await.status, 200);
    assert_eq!(decide(&cora, &proposed.json(), "approval").await.status, 200);
    assert_eq!(cora.get(&path(&app, Served::Maria)).await.status, 404);
    assert!(!in_the_vault(&app, &proposed.json()["base"]["photo"]).await);
}

#[actix_web::test]
async fn the_audit_tells_that_it_changed_and_nothing_of_how_it_looks() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    set(&app, &casey, Served::Sukarno, picture(RED)).await;
    let line = "select entity || ' ' || action || ' ' || (select string_agg(key, ',') from jsonb_object_keys(after) key) \
                from audit where operation = 'photos.set' and client_id = \
                (select id from clients where first_name = 'Sukarno')";
    assert_eq!(app.database.column(line).unwrap(), ["clients update photo"]);
}

/// Casey's own upload, a proposal that waits, and one that was refused a moment before its file could go.
#[actix_web::test]
async fn the_sweep_keeps_what_a_record_or_a_proposal_names() {
    let app = App::start().await.unwrap();
    let (casey, lena) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Lena).unwrap());
    let own = set(&app, &casey, Served::Sukarno, picture(RED)).await.json()["photo"].clone();
    let waits = set(&app, &lena, Served::Maria, picture(BLUE)).await.json()["proposed"]["photo"].clone();
    let known = |photo: &Value| {
        let photo: PhotoId = photo.as_str().unwrap().parse().unwrap();
        app.state.store.known_files().unwrap().files.contains(&store::photos::file(photo))
    };
    assert!(known(&own) && known(&waits));
    app.database
        .run("begin; select begin_as('job', null, 'test', null, null); \
              update pending_changes set status = 'refused', reviewed_at = now() where edit = 'photos.set'; commit")
        .unwrap();
    assert!(known(&own) && !known(&waits));
}
