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
                     where first_name = 'María' and question = 'primary_language' order by valid_from";
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
        cora.post_on(&approval, 1, json!({})).await.status,
        200,
        "another question moved, not this one"
    );
    assert_eq!(answer_to(&read(&cora, &app).await.1.json(), "sex")["codes"], json!(["male"]));
}
