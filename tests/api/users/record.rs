//! The client's record that is a participant's own: giving it, who may, and taking it off.

use std::{rc::Rc, time::Duration};

use domain::{
    permission::Permission::{EditClients, ManageUsers, SeeClientDetails, SeeClients, UsePortal},
    roles::RoleSight,
    users::User,
};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{ada, read};
use crate::{
    api::account::links::{Mailed, NEW},
    hard::tamper,
};

/// Gives somebody a record, in the version that stands now.
async fn give(who: &Visitor, app: &App, person: Cast, whom: Served) -> Answer {
    change(who, app, person, json!({ "client_id": app.client(whom).unwrap() })).await
}

async fn change(who: &Visitor, app: &App, person: Cast, patch: Value) -> Answer {
    let path = format!("/users/{}", app.user(person).unwrap());
    let version = who.get(&path).await.version();
    who.patch(&path, version, patch).await
}

fn olena(app: &App) -> Value {
    let client_id = app.client(Served::Olena).unwrap();
    json!({ "name": "Olena Kovalenko", "email": "olena@example.net", "roles": ["ttw_participant"], "client_id": client_id })
}

async fn asks(app: &App, who: &Visitor) -> u16 {
    let day = app.database.column("select today() + 3").unwrap().remove(0);
    let program =
        app.database.column("select id from programs order by position offset 1").unwrap().remove(0);
    who.post("/enrollment-requests", json!({ "program_id": program, "start_date": day })).await.status
}

#[actix_web::test]
async fn a_participant_who_is_invited_with_a_record_signs_in_and_asks_for_a_program() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let made = ada.post("/users", olena(&hall.app)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let user: User = made.read();
    let record = user.record.unwrap();
    assert_eq!(
        (user.has_record, record.client_id, record.name.as_str()),
        (true, hall.app.client(Served::Olena).unwrap(), "Olena Kovalenko")
    );
    let code = hall.code("olena@example.net", 1).await;
    assert_eq!(hall.redeem(&code, NEW).await.status, 204);
    assert_eq!(hall.sign_in("olena@example.net", NEW).await.status, 200);
    let her = hall.app.sign_in_as(user.id).unwrap();
    assert_eq!(asks(&hall.app, &her).await, 202);
    let about =
        "select client_id from pending_changes where edit = 'enrollments.create' order by requested_at desc";
    assert_eq!(hall.app.database.column(about).unwrap()[0], record.client_id.to_string());
    assert_eq!(her.get("/clients").await.status, 403, "and nothing else opens");
}

#[actix_web::test]
async fn a_record_is_given_and_taken_off_and_both_hold_from_the_next_request() {
    let (app, ada) = ada().await;
    let emil = app.sign_in(Cast::Emil).unwrap();
    assert_eq!(asks(&app, &emil).await, 403, "he has none");
    let has_record = || async { emil.get("/me").await.json()["has_record"].clone() };
    assert_eq!(has_record().await, false);
    let given = give(&ada, &app, Cast::Emil, Served::Olena).await;
    assert_eq!((given.status, given.version()), (200, 2), "{}", given.text());
    assert_eq!(given.read::<User>().record.unwrap().name, "Olena Kovalenko");
    assert_eq!(asks(&app, &emil).await, 202);
    assert_eq!(has_record().await, true);
    let off = change(&ada, &app, Cast::Emil, json!({ "client_id": null })).await;
    assert_eq!(off.status, 200, "{}", off.text());
    let user: User = off.read();
    assert_eq!((user.has_record, user.record), (false, None));
    assert_eq!(has_record().await, false);
    assert_eq!(emil.get("/enrollment-requests").await.json(), json!([]));
    assert_eq!(asks(&app, &emil).await, 403);
    let logged = format!(
        "select concat_ws(' ', before ->> 'client_id', '->', after ->> 'client_id') from audit \
         where operation = 'users.amend' and entity = 'users' and entity_id = '{}' order by seq",
        user.id
    );
    let olena = app.client(Served::Olena).unwrap();
    assert_eq!(app.database.column(&logged).unwrap(), [format!("-> {olena}"), format!("{olena} ->")]);
}

/// Emil asks once and is declined, and asks again, before the record is taken off.
#[actix_web::test]
async fn what_was_asked_in_the_name_of_a_record_goes_with_the_record() {
    let (app, ada) = ada().await;
    let (emil, cora) = (app.sign_in(Cast::Emil).unwrap(), app.sign_in(Cast::Cora).unwrap());
    assert_eq!(give(&ada, &app, Cast::Emil, Served::Olena).await.status, 200);
    let of_olena = format!("/changes?client={}", app.client(Served::Olena).unwrap());
    let asked = async || cora.get(&of_olena).await.json()["items"].as_array().unwrap().clone();
    assert_eq!(asks(&app, &emil).await, 202);
    let first = format!("/changes/{}", asked().await[0]["id"].as_str().unwrap());
    let declined = cora.post_on(&format!("{first}/refusal"), 1, json!({ "rationale": "Kept out" })).await;
    assert_eq!(declined.status, 200, "{}", declined.text());
    assert_eq!(asks(&app, &emil).await, 202);
    let pending = |all: &[Value]| all.iter().filter(|one| one["status"] == "pending").count();
    assert_eq!(pending(&asked().await), 1);
    let patch = json!({ "roles": ["employee", "manager"], "client_id": null });
    let off = change(&ada, &app, Cast::Emil, patch).await;
    assert_eq!(off.status, 200, "{}", off.text());
    let all = asked().await;
    assert_eq!((all.len(), pending(&all)), (2, 0), "nobody enrolls Olena because Emil asked");
    assert!(all.iter().all(|one| one["by_client"] == true), "and it stays said who asked: {all:?}");
    assert!(all.iter().any(|one| one["status"] == "withdrawn"));
    let emil = app.sign_in(Cast::Emil).unwrap();
    let own = emil.get("/changes?mine=true").await;
    assert_eq!((own.status, &own.json()["items"]), (200, &json!([])), "it is not his to read any more");
    assert_eq!(emil.get("/changes/counts").await.json()["mine"], 0);
    assert_eq!(emil.get(&first).await.status, 404);
}

#[actix_web::test]
async fn whoever_asks_waits_for_whoever_takes_the_record_off() {
    let (app, ada) = ada().await;
    let emil = app.sign_in(Cast::Emil).unwrap();
    assert_eq!(give(&ada, &app, Cast::Emil, Served::Olena).await.status, 200);
    // Weaker than what a new row of the account's asks for, so that nothing waits but what looks whose record it is.
    let held = "select from users where email = 'emil@example.org' for no key update";
    let taking_off = app.database.begun(held).unwrap();
    let (app, person) = (Rc::new(app), emil.clone());
    let asking = actix_web::rt::spawn({
        let app = Rc::clone(&app);
        async move { asks(&app, &person).await }
    });
    while !app.database.somebody_waits().unwrap() {
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    drop(taking_off);
    assert_eq!(asking.await.unwrap(), 202);
}

#[actix_web::test]
async fn a_record_has_one_account() {
    let (app, ada) = ada().await;
    let refused = give(&ada, &app, Cast::Emil, Served::WendyHerself).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/client_id record_taken".to_owned()]));
    assert_eq!(refused.json()["errors"][0]["params"]["account"], "Wendy Wu, wendy@example.org");
    let mut body = olena(&app);
    body["client_id"] = json!(app.client(Served::WendyHerself).unwrap());
    assert_eq!(ada.post("/users", body).await.fields(), ["/client_id record_taken"]);
    assert_eq!(
        app.database.column("select id from users where email = 'olena@example.net'").unwrap(),
        [""; 0]
    );
    assert_eq!(give(&ada, &app, Cast::Wendy, Served::WendyHerself).await.status, 200, "it is hers already");
    assert_eq!(change(&ada, &app, Cast::Wendy, json!({ "client_id": null })).await.status, 200);
    assert_eq!(give(&ada, &app, Cast::Emil, Served::WendyHerself).await.status, 200);
}

#[actix_web::test]
async fn of_two_who_get_it_at_the_same_moment_one_does() {
    for _ in 0..4 {
        let (app, ada) = ada().await;
        let (emil, connie) = futures_util::join!(
            give(&ada, &app, Cast::Emil, Served::Olena),
            give(&ada, &app, Cast::Connie, Served::Olena)
        );
        let mut both = [(emil.status, emil.fields()), (connie.status, connie.fields())];
        both.sort();
        assert_eq!(both, [(200, Vec::new()), (422, vec!["/client_id record_taken".to_owned()])]);
    }
}

#[actix_web::test]
async fn staff_and_employers_have_no_record() {
    let (app, ada) = ada().await;
    for person in [Cast::Casey, Cast::Ada, Cast::Rita] {
        let refused = give(&ada, &app, person, Served::Olena).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["/client_id no_portal_role".to_owned()]));
    }
    let mut body = olena(&app);
    body["roles"] = json!(["staff"]);
    assert_eq!(ada.post("/users", body).await.fields(), ["/client_id no_portal_role"]);
    let both = json!({ "roles": ["counselor", "employee"], "client_id": app.client(Served::Olena).unwrap() });
    let given = change(&ada, &app, Cast::Cole, both).await;
    assert_eq!(given.status, 200, "who works here may be a client too: {}", given.text());
    let loads = app.sign_in(Cast::Max).unwrap().get("/case-loads").await.text();
    assert!(loads.contains("Cole Adeyemi") && !loads.contains("Emil Berg"), "{loads}");
}

#[actix_web::test]
async fn the_role_that_opens_a_record_goes_only_after_the_record() {
    let (app, ada) = ada().await;
    let refused = change(&ada, &app, Cast::Wendy, json!({ "roles": ["staff"] })).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/roles record_first".to_owned()]));
    let other = change(&ada, &app, Cast::Wendy, json!({ "roles": ["employee"] })).await;
    assert_eq!(other.status, 200, "{}", other.text());
    let (store, job) = app.job();
    let wendy = app.user(Cast::Wendy).unwrap();
    let set = store.write_public(&job, "users.set_roles", |tx| {
        store::users::change_roles(tx, wendy, &[domain::role::Role::Staff])
    });
    assert!(matches!(set, Err(store::StoreError::Conflict(why)) if why.contains("Take it off")));
    let at_once = change(&ada, &app, Cast::Wendy, json!({ "roles": ["staff"], "client_id": null })).await;
    assert_eq!(at_once.status, 200, "{}", at_once.text());
}

#[actix_web::test]
async fn a_record_that_is_closed_joined_or_erased_is_nobodys() {
    let (app, ada) = ada().await;
    let olena = app.client(Served::Olena).unwrap();
    for (status, told) in
        [("closed", "record_closed"), ("deceased", "record_closed"), ("merged", "record_joined")]
    {
        tamper(&app, &format!("update clients set status = '{status}' where id = '{olena}'"));
        let refused = give(&ada, &app, Cast::Emil, Served::Olena).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![format!("/client_id {told}")]));
    }
    tamper(&app, &format!("update clients set status = 'inactive', erased_at = now() where id = '{olena}'"));
    assert_eq!(give(&ada, &app, Cast::Emil, Served::Olena).await.status, 404);
    tamper(&app, &format!("update clients set erased_at = null where id = '{olena}'"));
    assert_eq!(give(&ada, &app, Cast::Emil, Served::Olena).await.status, 200);
}

#[actix_web::test]
async fn only_clients_in_sight_are_given_and_others_are_not_named() {
    let (app, ada) = ada().await;
    let mine = [ManageUsers, UsePortal, SeeClients, SeeClientDetails, EditClients];
    let nia = app.colleague("Nia", RoleSight::Caseload, &mine).unwrap();
    let emil = give(&nia, &app, Cast::Emil, Served::Olena).await;
    assert_eq!(emil.status, 404, "Olena is on nobody's caseload of hers: {}", emil.text());
    assert_eq!(nia.post("/users", olena(&app)).await.status, 404);
    let nobody = nia.get(&format!("/users?client={}", app.client(Served::WendyHerself).unwrap())).await;
    assert_eq!(nobody.json()["items"], json!([]), "nor whether a client out of sight has an account");
    let wendy = read(&nia, &app, Cast::Wendy).await;
    assert_eq!((wendy.has_record, wendy.record), (true, None));
    for patch in [json!({ "email": "nia+wendy@example.org" }), json!({ "client_id": null })] {
        let refused = change(&nia, &app, Cast::Wendy, patch).await;
        assert_eq!(refused.status, 403, "her mail would lead Nia to the record: {}", refused.text());
    }
    let path = format!("/users/{}/password-reset", wendy.id);
    assert_eq!(nia.post(&path, json!({})).await.status, 403);
    let id = app.database.column("select id from users where name = 'Nia'").unwrap().remove(0);
    tamper(
        &app,
        &format!(
            "insert into assignments (id, client_id, user_id) values (gen_random_uuid(), '{}', '{id}')",
            app.client(Served::Olena).unwrap()
        ),
    );
    let given = give(&nia, &app, Cast::Emil, Served::Olena).await;
    assert_eq!(given.status, 200, "{}", given.text());
    let blind = app.colleague("Bo", RoleSight::Nobody, &[ManageUsers, UsePortal]).unwrap();
    assert_eq!(give(&blind, &app, Cast::Connie, Served::Jose).await.status, 403, "who sees no clients");
    assert_eq!(ada.get("/users?kind=portal").await.status, 200);
}

#[actix_web::test]
async fn who_has_a_clients_record_is_found_by_the_client_and_looking_is_noted() {
    let (app, ada) = ada().await;
    let wendy = app.client(Served::WendyHerself).unwrap();
    let found = ada.get(&format!("/users?client={wendy}")).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&found["items"][0]["name"], &found["items"][0]["record"]["client_id"]),
        (&json!("Wendy Wu"), &json!(wendy))
    );
    let olena = app.client(Served::Olena).unwrap();
    assert_eq!(ada.get(&format!("/users?client={olena}")).await.json()["items"], json!([]));
    app.state.store.flush_access().unwrap();
    let seen = format!(
        "select count(*) > 0 from access_log where operation = 'users.find' and '{wendy}' = any(client_ids)"
    );
    assert_eq!(app.database.column(&seen).unwrap(), ["true"]);
    assert_eq!(app.sign_in(Cast::Cora).unwrap().get(&format!("/users?client={wendy}")).await.status, 403);
}
