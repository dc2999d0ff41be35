//! Facts about what people answer.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

async fn read(who: &Visitor, app: &App) -> (String, Answer) {
    let path = format!("/clients/{}/demographics", app.client(Served::Maria).unwrap());
    let found = who.get(&path).await;
    (path, found)
}

fn answer_to(answers: &Value, question: &str) -> Value {
    let all = answers["answers"].as_array().unwrap();
    all.iter().find(|answer| answer["question"] == question).cloned().unwrap_or_default()
}

fn one(question: &str, codes: &[&str]) -> Value {
    json!({ "answers": [{ "question": question, "status": "given", "codes": codes }] })
}

#[actix_web::test]
async fn each_reader_sees_what_the_role_allows() {
    let app = App::start().await.unwrap();
    for (who, sex, immigration) in
        [(Cast::Cora, true, true), (Cast::Cole, true, true), (Cast::Stan, true, false)]
    {
        let (_, found) = read(&app.sign_in(who).unwrap(), &app).await;
        let found = found.json();
        assert_eq!(answer_to(&found, "sex").is_object(), sex, "{who:?}");
        assert_eq!(answer_to(&found, "immigration_status").is_object(), immigration, "{who:?}");
        assert_eq!(
            found["withheld"].as_array().unwrap().contains(&json!("immigration_status")),
            !immigration
        );
    }
    assert_eq!(read(&app.sign_in(Cast::Vera).unwrap(), &app).await.1.status, 403);
}

#[actix_web::test]
async fn declined_is_an_answer() {
    let app = App::start().await.unwrap();
    let (_, found) = read(&app.sign_in(Cast::Casey).unwrap(), &app).await;
    assert_eq!(answer_to(&found.json(), "sexual_orientation")["status"], "declined");
}

#[actix_web::test]
async fn an_earlier_answer_stays_and_the_same_day_replaces() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = read(&casey, &app).await;
    let rows = || {
        let query = "select array_to_string(codes, ',') from demographics join clients on clients.id = client_id \
                     where first_name = 'María' and question = 'primary_language' and corrected_at is null \
                     order by valid_from";
        app.database.column(query).unwrap()
    };
    let mut body = one("primary_language", &["english"]);
    body["answers"][0]["valid_from"] = json!("2001-01-01");
    let old = casey.patch(&path, found.version(), body).await;
    assert_eq!(old.status, 200, "{}", old.text());
    assert_eq!(
        answer_to(&old.json(), "primary_language")["codes"],
        json!(["spanish"]),
        "the later answer holds today"
    );
    assert_eq!(rows(), ["english", "spanish"]);
    let new = casey.patch(&path, old.version(), one("primary_language", &["english"])).await;
    assert_eq!(answer_to(&new.json(), "primary_language")["codes"], json!(["english"]), "{}", new.text());
    assert_eq!(rows(), ["english", "english"]);
    assert_eq!(read(&casey, &app).await.1.json(), new.json());
}

async fn history(who: &Visitor, path: &str, question: &str) -> Vec<Value> {
    let found = who.get(&format!("{path}/history?question={question}")).await;
    assert_eq!(found.status, 200, "{}", found.text());
    found.json().as_array().unwrap().clone()
}

fn said(code: &str, since: &str) -> Value {
    json!({ "answers": [{ "question": "gender", "status": "given", "codes": [code], "valid_from": since }] })
}

/// María's gender since 2010 and since 2020, whatever was known before.
async fn two_answers(app: &App, who: &Visitor) -> String {
    let begun = "select begin_as('job', null, 'test', null, null)";
    let forget = "delete from demographics where question = 'gender'";
    app.database.run(&format!("begin; {begun}; {forget}; commit")).unwrap();
    let (path, found) = read(who, app).await;
    let old = who.patch(&path, found.version(), said("man", "2010-05-01")).await;
    assert_eq!(old.status, 200, "{}", old.text());
    let new = who.patch(&path, old.version(), said("woman", "2020-05-01")).await;
    assert_eq!(new.status, 200, "{}", new.text());
    path
}

#[actix_web::test]
async fn what_was_true_on_a_day_is_told_as_of_that_day() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = two_answers(&app, &casey).await;
    for (on, code) in [
        ("2010-04-30", json!(null)),
        ("2010-05-01", json!(["man"])),
        ("2020-04-30", json!(["man"])),
        ("2020-05-01", json!(["woman"])),
    ] {
        let found = casey.get(&format!("{path}?on={on}")).await.json();
        assert_eq!(answer_to(&found, "gender")["codes"], code, "{on}");
    }
    let future = casey.get(&format!("{path}?on=2199-01-01")).await;
    assert_eq!((future.status, future.fields()), (422, vec!["/on in_the_future".to_owned()]));
    let masked = app.sign_in(Cast::Stan).unwrap().get(&format!("{path}?on=2020-05-01")).await.json();
    assert!(masked["withheld"].as_array().unwrap().contains(&json!("immigration_status")), "masks as today");
}

#[actix_web::test]
async fn the_history_tells_since_when_until_when_and_who_wrote_it() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = two_answers(&app, &casey).await;
    let all = history(&casey, &path, "gender").await;
    let days: Vec<_> =
        all.iter().map(|one| (one["valid_from"].clone(), one["valid_until"].clone())).collect();
    assert_eq!(days, [(json!("2020-05-01"), json!(null)), (json!("2010-05-01"), json!("2020-04-30"))]);
    assert!(all.iter().all(|one| one["written_by"] == Cast::Casey.name() && one["written_at"].is_string()));
}

#[actix_web::test]
async fn a_wrong_date_is_corrected_and_what_stood_stays_in_the_history() {
    let app = App::start().await.unwrap();
    let (casey, cora) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let path = two_answers(&app, &casey).await;
    let mut right = said("woman", "2018-03-01");
    right["corrects"] = json!([{ "question": "gender", "since": "2020-05-01" }]);
    let done = cora.patch(&path, read(&cora, &app).await.1.version(), right.clone()).await;
    assert_eq!(
        (done.status, answer_to(&done.json(), "gender")["valid_from"].clone()),
        (200, json!("2018-03-01"))
    );
    let then = cora.get(&format!("{path}?on=2019-01-01")).await.json();
    assert_eq!(answer_to(&then, "gender")["codes"], json!(["woman"]), "an old report is right now");
    let all = history(&cora, &path, "gender").await;
    let wrong = all.iter().find(|one| one["valid_from"] == "2020-05-01").unwrap();
    assert_eq!(
        (&wrong["written_by"], &wrong["corrected_by"]),
        (&json!(Cast::Casey.name()), &json!(Cast::Cora.name()))
    );
    let before = all.iter().find(|one| one["valid_from"] == "2010-05-01").unwrap();
    assert_eq!(before["valid_until"], "2018-02-28");
    let again = cora.patch(&path, done.version(), right).await;
    assert_eq!((again.status, again.fields()), (422, vec!["/corrects/0/since unknown".to_owned()]));
    let log = "select count(*) from audit where entity = 'demographics' and action = 'update' \
               and after ? 'corrected_at' and operation <> 'demo.load'";
    assert_eq!(app.database.column(log).unwrap(), ["1"]);
}

#[actix_web::test]
async fn the_history_is_masked_like_the_answers() {
    let app = App::start().await.unwrap();
    let (path, _) = read(&app.sign_in(Cast::Cora).unwrap(), &app).await;
    let asked = |who| {
        let visitor = app.sign_in(who).unwrap();
        let path = path.clone();
        async move { history(&visitor, &path, "immigration_status").await.len() }
    };
    assert!(asked(Cast::Cole).await > 0);
    assert_eq!(asked(Cast::Stan).await, 0);
    let closed = format!("{path}/history");
    assert_eq!(app.sign_in(Cast::Vera).unwrap().get(&closed).await.status, 403);
    let outside = app.client(Served::Darnell).unwrap();
    let far =
        app.sign_in(Cast::Casey).unwrap().get(&format!("/clients/{outside}/demographics/history")).await;
    assert_eq!(far.status, 404);
}

#[actix_web::test]
async fn saying_the_same_again_writes_nothing() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = read(&casey, &app).await;
    let same = casey.patch(&path, found.version(), one("sex", &["female"])).await;
    assert_eq!((same.status, same.version()), (200, found.version()), "{}", same.text());
}

#[actix_web::test]
async fn a_version_that_was_read_is_wanted() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = read(&casey, &app).await;
    let first = casey
        .patch(&path, found.version(), json!({ "answers": [{ "question": "sex", "status": "declined" }] }))
        .await;
    assert_eq!((first.status, first.version()), (200, found.version() + 1));
    let stale = casey.patch(&path, found.version(), one("sex", &["male"])).await;
    assert_eq!(stale.status, 412);
    let without = casey.request("PATCH".parse().unwrap(), &path).json(&one("sex", &["male"]));
    assert_eq!(testkit::send(without).await.status, 428);
}

#[actix_web::test]
async fn bad_answers_name_the_field() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = read(&casey, &app).await;
    for (body, expected) in [
        (one("sex", &["atlantis"]), "/answers/0/codes/0 unknown"),
        (json!({ "answers": [] }), "/answers required"),
        (
            json!({ "answers": [{ "question": "shoe_size", "status": "given" }] }),
            "/answers/0/question unknown_value",
        ),
        (
            json!({ "answers": [{ "question": "sex", "status": "declined", "valid_from": "9999-12-31" }] }),
            "/answers/0/valid_from in_the_future",
        ),
    ] {
        let refused = casey.patch(&path, found.version(), body).await;
        assert_eq!(
            (refused.status, refused.fields()),
            (422, vec![expected.to_owned()]),
            "{}",
            refused.text()
        );
    }
}

#[actix_web::test]
async fn a_proposal_stands_on_the_answers_that_it_touches() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, found) = read(&lena, &app).await;
    let proposed = lena.patch(&path, found.version(), one("sex", &["male"])).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let elsewhere = cora.patch(&path, found.version(), one("education", &["atlantis"])).await;
    assert_eq!(elsewhere.status, 422);
    let elsewhere = cora
        .patch(
            &path,
            found.version(),
            json!({ "answers": [{ "question": "education", "status": "unknown" }] }),
        )
        .await;
    assert_eq!(elsewhere.status, 200, "{}", elsewhere.text());
    let approval = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
    assert_eq!(
        cora.approve(&approval, 1, json!({})).await.status,
        200,
        "another question moved, not this one"
    );
    assert_eq!(answer_to(&read(&cora, &app).await.1.json(), "sex")["codes"], json!(["male"]));
}

#[actix_web::test]
async fn what_is_proposed_without_a_day_is_true_from_the_day_on_which_it_was_proposed() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, found) = read(&lena, &app).await;
    let today = app.database.column("select today()").unwrap().remove(0);
    let proposed = lena.patch(&path, found.version(), one("education", &["equivalency"])).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(proposed.json()["proposed"]["education"]["valid_from"], json!(today));
    // The proposal is as old as one of four weeks ago.
    let aged = "begin; select begin_as('job', null, 'test', null, null); \
                update pending_changes set body = replace(body::text, today()::text, (today() - 28)::text)::jsonb; commit";
    app.database.run(aged).unwrap();
    let approval = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
    let approved = cora.approve(&approval, 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    let then = app.database.column("select today() - 28").unwrap().remove(0);
    let known = cora.get(&format!("{path}?on={then}")).await.json();
    assert_eq!(answer_to(&known, "education")["codes"], json!(["equivalency"]), "as of that day");
    assert_eq!(answer_to(&known, "education")["valid_from"], json!(then));
    let draft = json!({ "first_name": "Ines", "last_name": "Vega", "date_of_birth": "1990-01-01",
        "answers": [{ "question": "education", "status": "declined" }] });
    let new = lena.post("/clients", draft).await;
    assert_eq!(new.status, 202, "{}", new.text());
    assert_eq!(new.json()["proposed"]["answers"][0]["valid_from"], json!(today));
}

#[actix_web::test]
async fn a_proposed_correction_shows_what_it_takes_the_place_of() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let path = two_answers(&app, &cora).await;
    let version = lena.get(&path).await.version();
    let mut wrong = one("gender", &["woman"]);
    wrong["corrects"] = json!([{ "question": "gender", "since": "2010-05-01" }]);
    let proposed = lena.patch(&path, version, wrong).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let shown = cora.get(&format!("/changes/{}", proposed.json()["id"].as_str().unwrap())).await.json();
    let old = json!({ "status": "given", "codes": ["man"], "valid_from": "2010-05-01" });
    assert_eq!((&shown["base"]["gender"], &shown["current"]["gender"]), (&old, &old));
    let new = json!({ "status": "given", "codes": ["woman"], "valid_from": "2010-05-01", "instead_of": "2010-05-01" });
    assert_eq!(shown["proposed"]["gender"], new);
}

#[actix_web::test]
async fn a_correction_onto_the_day_of_another_answer_shows_both_that_go() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let path = two_answers(&app, &cora).await;
    let version = lena.get(&path).await.version();
    let mut wrong = said("nonbinary", "2020-05-01");
    wrong["corrects"] = json!([{ "question": "gender", "since": "2010-05-01" }]);
    let proposed = lena.patch(&path, version, wrong).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let besides = &proposed.json()["base"]["gender"]["besides"];
    assert_eq!((&besides["codes"], &besides["valid_from"]), (&json!(["woman"]), &json!("2020-05-01")));
}

/// In both cases today's answer stands as it stood.
#[actix_web::test]
async fn what_a_proposed_answer_would_take_the_place_of_is_not_overwritten_once_it_has_changed() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let path = two_answers(&app, &cora).await;
    let earlier = said("nonbinary", "2015-01-01");
    let mut wrong = said("woman", "2009-01-01");
    wrong["corrects"] = json!([{ "question": "gender", "since": "2010-05-01" }]);
    for (proposal, meanwhile, was, is) in [
        (earlier, said("transgender", "2015-01-01"), "man", "transgender"),
        (wrong, said("nonbinary", "2010-05-01"), "man", "nonbinary"),
    ] {
        let version = lena.get(&path).await.version();
        let proposed = lena.patch(&path, version, proposal).await;
        assert_eq!(proposed.status, 202, "{}", proposed.text());
        let written = cora.patch(&path, version, meanwhile).await;
        assert_eq!(written.status, 200, "{}", written.text());
        let approval = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
        let refused = cora.approve(&approval, 1, json!({})).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "change_conflict"), "{}", refused.text());
        let sides = &refused.json()["conflicts"][0];
        assert_eq!(
            (&sides["base"]["codes"], &sides["current"]["codes"]),
            (&json!([was]), &json!([is])),
            "{}",
            refused.text()
        );
    }
}
