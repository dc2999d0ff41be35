//! Facts about equal-opportunity answers: kept apart from the application, and counted without telling of anybody.

use domain::code_lists::{CodeValue, Usage};
use serde_json::{Value, json};
use testkit::{App, Cast};

use super::applicant::{Applicant, form_with, start};
use crate::hard::tamper;

/// Words that stand nowhere else.
fn answers() -> Value {
    json!([
        { "question": "race_ethnicity", "status": "given", "codes": ["asian", "white"] },
        { "question": "sex", "status": "given", "codes": ["female"] },
        { "question": "disability", "status": "given", "codes": ["yes"] },
        { "question": "limited_english", "status": "declined" },
    ])
}

async fn apply(app: &App, answers: Value) {
    let sent = Applicant::new(app).submit(&form_with("equal_opportunity", answers)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

fn rows(app: &App) -> Vec<String> {
    let query = "select question || ' ' || status || ' ' || array_to_string(codes, '+') \
                 from equal_opportunity order by question";
    app.database.column(query).unwrap()
}

fn cell(counts: &Value, question: &str, answer: &str) -> Option<Value> {
    let questions = counts["questions"].as_array().unwrap();
    let cells =
        questions.iter().find(|one| one["question"] == question).unwrap()["cells"].as_array().unwrap();
    cells.iter().find(|cell| cell["answer"] == answer).map(|cell| cell["count"].clone())
}

#[actix_web::test]
async fn each_question_has_a_row_also_one_that_was_passed_over() {
    let app = start().await;
    apply(&app, answers()).await;
    assert_eq!(
        rows(&app),
        [
            "age given 35_44",
            "disability given yes",
            "limited_english declined ",
            "preferred_language not_answered ",
            "race_ethnicity given asian+white",
            "sex given female",
        ]
    );
}

#[actix_web::test]
async fn nobody_reads_them_on_the_application_in_the_search_or_in_the_log() {
    let app = start().await;
    apply(&app, answers()).await;
    for person in [Cast::Ada, Cast::Cora, Cast::Casey, Cast::Cole] {
        let who = app.sign_in(person).unwrap();
        let queue = who.get("/applications").await;
        let id = queue.json()["items"][0]["id"].as_str().unwrap().to_owned();
        let found = who.get(&format!("/applications/{id}")).await;
        assert_eq!(found.status, 200, "{person:?}");
        assert_eq!(found.json()["form"]["equal_opportunity"], Value::Null, "{person:?}");
        for page in [queue, found, who.get("/audit?limit=100").await, who.get("/applications?q=asian").await]
        {
            for word in ["asian", "white", "\"female\"", "35_44"] {
                assert!(!page.text().contains(word), "{person:?} reads {word} in {}", page.text());
            }
        }
    }
    let logged = "select coalesce(before::text, '') || coalesce(after::text, '') from audit where entity = 'equal_opportunity'";
    let lines = app.database.column(logged).unwrap();
    assert!(
        lines.len() >= 6 && lines.iter().all(|line| !line.contains("asian") && !line.contains("declined"))
    );
}

#[actix_web::test]
async fn they_do_not_go_over_to_the_client() {
    let app = start().await;
    apply(&app, answers()).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let item = casey.get("/applications").await.json()["items"][0].clone();
    let path = format!("/applications/{}/acceptance", item["id"].as_str().unwrap());
    let client = casey.post_on(&path, item["version"].as_i64().unwrap(), json!({})).await;
    assert_eq!(client.status, 201, "{}", client.text());
    let known = casey.get(&format!("/clients/{}/demographics", client.json()["id"].as_str().unwrap())).await;
    assert!(!known.text().contains("asian") && !known.text().contains("female"), "{}", known.text());
    assert_eq!(rows(&app).len(), 6, "the record keeps them");
}

#[actix_web::test]
async fn what_makes_no_sense_is_refused_by_its_place() {
    let app = start().await;
    for (answers, expected) in [
        (
            json!([{ "question": "sex", "status": "given", "codes": ["male", "female"] }]),
            "/equal_opportunity/0/__all__ one_answer",
        ),
        (
            json!([{ "question": "sex", "status": "given", "codes": ["orange"] }]),
            "/equal_opportunity/0/codes/0 unknown",
        ),
        (
            json!([{ "question": "disability", "status": "given", "codes": ["maybe"] }]),
            "/equal_opportunity/0/__all__ unknown",
        ),
        (json!([{ "question": "age", "status": "declined" }]), "/equal_opportunity/0/__all__ not_asked"),
        (
            json!([{ "question": "sex", "status": "declined" }, { "question": "sex", "status": "declined" }]),
            "/equal_opportunity/1/question twice",
        ),
    ] {
        let refused = Applicant::new(&app).submit(&form_with("equal_opportunity", answers.clone())).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{answers}");
    }
    let beside = json!([{ "question": "race_ethnicity", "status": "declined" }]);
    let refused = Applicant::new(&app).submit(&form_with("answers", beside)).await;
    assert_eq!(refused.fields(), ["/answers/0/question not_asked"], "it is asked apart");
}

#[actix_web::test]
async fn a_draft_keeps_them_for_whoever_fills_it_in() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    assert_eq!(applicant.save(json!({ "equal_opportunity": answers() }), "demographics").await.status, 200);
    assert_eq!(applicant.draft().await.json()["form"]["equal_opportunity"], answers());
}

#[actix_web::test]
async fn they_are_counted_for_those_who_may_and_small_numbers_are_left_out() {
    let app = start().await;
    apply(&app, answers()).await;
    came_in_2024(&app);
    let path = "/equal-opportunity?year=2024";
    for person in Cast::ALL {
        let may = matches!(person, Cast::Ada | Cast::Cora);
        let found = app.sign_in(*person).unwrap().get(path).await;
        assert_eq!(found.status, if may { 200 } else { 403 }, "{person:?}");
    }
    let cora = app.sign_in(Cast::Cora).unwrap();
    let few = cora.get(path).await.json();
    assert_eq!(
        (&few["questions"], &few["applications"]),
        (&json!([]), &Value::Null),
        "nothing of one person"
    );
    more(&app, 11);
    came_in_2024(&app);
    let counts = cora.get(path).await.json();
    assert_eq!((&counts["applications"], &counts["through"]), (&json!(12), &json!("2024-12-31")));
    assert_eq!(cell(&counts, "sex", "not_answered"), Some(Value::Null), "one person");
    assert_eq!(cell(&counts, "sex", "female"), Some(Value::Null), "or the one could be worked out");
    for wrong in ["/equal-opportunity?year=1", "/equal-opportunity?year=2026&sex=female"] {
        assert_eq!(cora.get(wrong).await.status, 422, "{wrong}");
    }
    assert_eq!(cora.get("/equal-opportunity?year=2001").await.json()["applications"], 0);
}

/// So many more, of whom one passed the question over.
fn more(app: &App, count: u32) {
    let rows = format!(
        "begin; select begin_as('job', null, 'test', null, null);
        create temp table more as select gen_random_uuid() as id, n from generate_series(1, {count}) as n;
        insert into applications (id, reference, language, first_name, last_name, preferred_name, date_of_birth, phone,
            phone_key, email, email_key, residency, neighborhood, employment_goals, referral_source, referral_detail,
            consent_version, search_key)
        select id, 'R' || substr(id::text, 1, 8), 'en', 'A', '', '', '1990-01-01', '', '', '', '', '', '', '', '', '', '1', ''
        from more;
        insert into equal_opportunity (id, application_id, question, status, codes)
        select gen_random_uuid(), id, 'sex', case n when 1 then 'not_answered' else 'given' end,
            case n when 1 then '{{}}' else array['female'] end from more;
        drop table more; commit"
    );
    app.database.run(&rows).unwrap();
}

/// Everybody so far applied then.
fn came_in_2024(app: &App) {
    tamper(app, "update applications set submitted_at = '2024-05-05 20:00Z'");
}

/// Whoever looks before and after one application would see its answers in the difference.
#[actix_web::test]
async fn of_the_running_year_whole_months_are_counted() {
    let app = start().await;
    more(&app, 30);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let counts = cora.get("/equal-opportunity").await.json();
    assert_eq!(
        (&counts["through"], &counts["applications"], &counts["questions"]),
        (&Value::Null, &Value::Null, &json!([])),
        "this month is not over"
    );
    assert_eq!(cora.get("/equal-opportunity?year=2200").await.json()["through"], Value::Null);
}

/// The answers of before they stood apart are those of the people who answered.
#[actix_web::test]
async fn everybody_who_applied_is_counted_whether_they_were_asked_or_not() {
    let app = start().await;
    more(&app, 20);
    tamper(&app, "delete from equal_opportunity where status = 'not_answered' or random() < 0.4");
    came_in_2024(&app);
    let counts = app.sign_in(Cast::Cora).unwrap().get("/equal-opportunity?year=2024").await.json();
    assert_eq!(counts["applications"], 20);
}

/// A list offers to delete what nothing uses: an answer that stands apart is a use, and how many gave it is told nowhere.
#[actix_web::test]
async fn a_value_that_applicants_chose_apart_is_one_use_however_many_chose_it() {
    let app = start().await;
    for _ in 0..2 {
        apply(&app, json!([{ "question": "sex", "status": "given", "codes": ["female"] }])).await;
    }
    app.database.run("set session_replication_role = replica; delete from demographics").unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let values: Vec<CodeValue> = cora.get("/code-lists/sex").await.read();
    let usage: Vec<Usage> = cora.get("/code-lists/sex/usage").await.read();
    let of = |code: &str| {
        let id = values.iter().find(|value| value.code == code).unwrap().id;
        usage.iter().find(|usage| usage.id == id).unwrap()
    };
    assert_eq!((of("female").others, of("female").total()), (1, 1));
    assert_eq!(of("male").total(), 0);
}
