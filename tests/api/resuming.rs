//! Facts about coming back to a form: by its private link, on another device, after another page saved it.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, send};

use super::applicant::{Applicant, form, form_with, pdf, start};

const BORN: &str = "1988-05-17";
const SSN: &str = "536-22-4711";

/// Lucía has filled in the form, and has its link.
async fn linked(app: &App) -> (Applicant, String) {
    let lucia = Applicant::begun(app).await;
    assert_eq!(lucia.save(form_with("ssn", json!(SSN)), "programs").await.status, 200);
    let code = lucia.link().await;
    (lucia, code)
}

fn age(app: &App, table: &str, age: &str) {
    app.database.run(&format!("update {table} set last_used_at = now() - interval '{age}'")).unwrap();
}

#[actix_web::test]
async fn the_link_opens_the_form_elsewhere_with_the_date_of_birth() {
    let app = start().await;
    let (lucia, code) = linked(&app).await;
    assert_eq!(lucia.upload("résumé.pdf", &pdf()).await.status, 201);
    let mut phone = Applicant::new(&app);
    let resumed = phone.resume(&code, BORN).await;
    let open = &resumed.json()["open"];
    assert_eq!((resumed.status, open["step"].as_str()), (200, Some("programs")), "{}", resumed.text());
    assert_eq!(open["form"]["last_name"], "Ferrer");
    assert_eq!(open["documents"][0]["name"], "résumé.pdf");
    assert_eq!(open["link"]["code"], json!(code));
    assert!(resumed.header("set-cookie").contains("HttpOnly"));
    assert_eq!(phone.draft().await.json(), *open);
    assert_eq!(phone.submit(&form()).await.status, 201);
}

#[actix_web::test]
async fn the_code_opens_however_it_is_typed() {
    let app = start().await;
    let (_, code) = linked(&app).await;
    let groups: Vec<usize> = code.split('-').map(str::len).collect();
    assert_eq!(groups, [4; 7], "{code}");
    for typed in [code.to_lowercase(), code.replace('-', ""), format!(" {} ", code.replace('-', " "))] {
        assert_eq!(Applicant::new(&app).resume(&typed, BORN).await.status, 200, "{typed}");
    }
}

#[actix_web::test]
async fn a_wrong_date_and_a_wrong_link_are_the_same_refusal() {
    let app = start().await;
    let (_, code) = linked(&app).await;
    let without_id = |answer: Answer| {
        let mut problem = answer.json();
        problem["request_id"] = Value::Null;
        (answer.status, problem, answer.header("set-cookie").to_owned())
    };
    let date = without_id(Applicant::new(&app).resume(&code, "1988-05-18").await);
    let mut other = code.clone().into_bytes();
    other[0] = if other[0] == b'A' { b'B' } else { b'A' };
    let link = without_id(Applicant::new(&app).resume(&String::from_utf8(other).unwrap(), BORN).await);
    let nonsense = without_id(Applicant::new(&app).resume("../../etc/passwd", BORN).await);
    assert_eq!((date.0, date.2.as_str()), (404, ""));
    assert_eq!(date, link);
    assert_eq!(date, nonsense);
}

/// Medians of thirty, taken in turns. The bound is wide, because a busy machine is not what is tested: a lookup that
/// one of them lacks would double the time.
#[actix_web::test]
async fn a_wrong_date_and_a_wrong_link_take_as_long() {
    let app = start().await;
    let (_, code) = linked(&app).await;
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..30 {
        for (kind, code) in [&*code, "ABCD-ABCD-ABCD-ABCD-ABCD-ABCD-ABCD"].into_iter().enumerate() {
            app.database.run("delete from rate_limits").unwrap();
            let begun = Instant::now();
            assert_eq!(Applicant::new(&app).resume(code, "1990-01-01").await.status, 404);
            times[kind].push(begun.elapsed());
        }
    }
    let [date, link] = times.map(|mut all| {
        all.sort();
        all[all.len() / 2]
    });
    let bound = Duration::from_millis(5).max(date.max(link) / 2);
    assert!(date.abs_diff(link) < bound, "{date:?} {link:?}");
}

#[actix_web::test]
async fn wrong_dates_slow_the_link_down_and_do_not_take_it_away() {
    let app = start().await;
    let (_, code) = linked(&app).await;
    for _ in 0..5 {
        assert_eq!(Applicant::new(&app).resume(&code, "1990-01-01").await.status, 404);
    }
    let delayed = Applicant::new(&app).resume(&code, BORN).await;
    let wait: u64 = delayed.header("retry-after").parse().unwrap();
    assert_eq!(delayed.status, 429);
    assert!((1..=20 * 60).contains(&wait), "{wait}");
    // Another link is not delayed: the tries are the link's, and the place has more of them.
    let other = Applicant::begun(&app).await;
    other.save(form(), "review").await;
    let code_of_other = other.link().await;
    assert_eq!(Applicant::new(&app).resume(&code_of_other, BORN).await.status, 200);
    app.database.run("update rate_limits set window_start = window_start - interval '1 hour'").unwrap();
    assert_eq!(Applicant::new(&app).resume(&code, BORN).await.status, 200);
}

#[actix_web::test]
async fn a_link_that_is_not_there_slows_down_alike() {
    let app = start().await;
    let statuses = async |code: &str| {
        let mut all = Vec::new();
        for _ in 0..6 {
            all.push(Applicant::new(&app).resume(code, "1990-01-01").await.status);
        }
        all
    };
    let (_, code) = linked(&app).await;
    assert_eq!(statuses(&code).await, statuses("ABCD-ABCD-ABCD-ABCD-ABCD-ABCD-ABCD").await);
}

#[actix_web::test]
async fn whoever_comes_back_often_is_not_slowed_down() {
    let app = start().await;
    let (_, code) = linked(&app).await;
    for _ in 0..8 {
        assert_eq!(Applicant::new(&app).resume(&code, BORN).await.status, 200);
    }
}

#[actix_web::test]
async fn a_link_wants_a_date_of_birth() {
    let app = start().await;
    let lucia = Applicant::begun(&app).await;
    let ask = async || send(lucia.request(Method::POST, "/intake/draft/link")).await;
    let refused = ask().await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/date_of_birth required".to_owned()]));
    lucia.save(json!({ "date_of_birth": BORN }), "personal").await;
    let made = ask().await;
    assert_eq!((made.status, ask().await.status), (201, 200));
    assert_eq!(made.json()["code"], ask().await.json()["code"]);
    let nobody = send(Applicant::new(&app).request(Method::POST, "/intake/draft/link")).await;
    assert_eq!(nobody.status, 404);
}

#[actix_web::test]
async fn half_a_date_of_birth_does_not_lock_its_owner_out() {
    let app = start().await;
    let (lucia, code) = linked(&app).await;
    lucia.save(form_with("date_of_birth", json!(null)), "personal").await;
    let mut phone = Applicant::new(&app);
    assert_eq!(phone.resume(&code, BORN).await.status, 200);
    let anew = form_with("date_of_birth", json!("1988-05-18"));
    assert_eq!(lucia.save(anew, "personal").await.status, 200);
    assert_eq!(Applicant::new(&app).resume(&code, BORN).await.status, 404);
    assert_eq!(Applicant::new(&app).resume(&code, "1988-05-18").await.status, 200);
}

#[actix_web::test]
async fn the_number_does_not_come_back_by_the_link() {
    let app = start().await;
    let (_, code) = linked(&app).await;
    let resumed = Applicant::new(&app).resume(&code, BORN).await;
    let text = resumed.text();
    assert!(text.contains(r#""ssn_given":true"#) && !text.contains("4711"), "{text}");
}

#[actix_web::test]
async fn the_database_cannot_tell_the_link() {
    let app = start().await;
    let (_, code) = linked(&app).await;
    let kept = app.database.column("select row_to_json(d) from application_drafts d").unwrap().join(" ");
    let audited =
        app.database.column("select row_to_json(a) from audit a where operation like 'intake%'").unwrap();
    for text in [kept, audited.join(" ")] {
        assert!(!text.contains(&code) && !text.contains(&code.replace('-', "")), "{text}");
    }
}

#[actix_web::test]
async fn after_thirty_idle_minutes_the_link_alone_opens_the_form() {
    let app = start().await;
    let (lucia, code) = linked(&app).await;
    age(&app, "draft_cookies", "31 minutes");
    age(&app, "application_drafts", "31 minutes");
    app.state.store.sweep().unwrap();
    assert_eq!(lucia.draft().await.status, 404);
    assert_eq!(Applicant::new(&app).resume(&code, BORN).await.status, 200);
}

#[actix_web::test]
async fn after_fourteen_days_the_form_and_its_files_are_erased() {
    let app = start().await;
    let (lucia, code) = linked(&app).await;
    assert_eq!(lucia.upload("a.pdf", &pdf()).await.status, 201);
    age(&app, "application_drafts", "13 days");
    assert_eq!(app.state.store.sweep().unwrap().files.len(), 0);
    age(&app, "application_drafts", "15 days");
    assert_eq!(Applicant::new(&app).resume(&code, BORN).await.status, 404);
    assert_eq!(app.state.store.sweep().unwrap().files.len(), 1);
    assert_eq!(app.database.column("select count(*) from application_drafts").unwrap(), ["0"]);
}

#[actix_web::test]
async fn once_it_is_sent_the_link_says_so_and_opens_nothing() {
    let app = start().await;
    let (lucia, code) = linked(&app).await;
    let receipt = lucia.submit(&form()).await;
    let reference = receipt.json()["reference"].clone();
    let mut phone = Applicant::new(&app);
    let resumed = phone.resume(&code, BORN).await;
    assert_eq!((resumed.status, &resumed.json()["sent"]["reference"]), (200, &reference));
    assert_eq!(resumed.header("set-cookie"), "");
    assert_eq!((phone.draft().await.status, lucia.draft().await.status), (404, 404));
    assert_eq!(Applicant::new(&app).resume(&code, "1990-01-01").await.status, 404);
    let left = app.database.column("select row_to_json(d) from application_drafts d").unwrap().join(" ");
    assert!(!left.contains("Ferrer") && left.contains(r#""ssn_sealed":null"#), "{left}");
    age(&app, "application_drafts", "15 days");
    app.state.store.sweep().unwrap();
    assert_eq!(app.database.column("select count(*) from application_drafts").unwrap(), ["0"]);
    assert_eq!(
        app.sign_in(Cast::Cole).unwrap().get("/applications").await.json()["items"][0]["reference"],
        reference
    );
}

#[actix_web::test]
async fn what_was_typed_elsewhere_is_not_overwritten_unseen() {
    let app = start().await;
    let (lucia, code) = linked(&app).await;
    let mut phone = Applicant::new(&app);
    let version = phone.resume(&code, BORN).await.json()["open"]["version"].as_i64().unwrap();
    let saved = phone.save_on(version, form_with("first_name", json!("Lucita")), "review").await;
    assert_eq!((saved.status, saved.json()["version"].as_i64()), (200, Some(version + 1)));
    let stale = lucia.save_on(version, form_with("first_name", json!("Lucy")), "personal").await;
    assert_eq!((stale.status, stale.code()), (412, "stale_version".to_owned()));
    assert_eq!(lucia.draft().await.json()["form"]["first_name"], "Lucita");
    // Having seen it, she may decide for her own.
    assert_eq!(lucia.save_on(version + 1, form(), "personal").await.status, 200);
    let late = form_with("first_name", json!("Lucita"));
    assert_eq!(phone.save_on(version + 1, late, "review").await.status, 412);
}

#[actix_web::test]
async fn leafing_is_not_typing() {
    let app = start().await;
    let (lucia, code) = linked(&app).await;
    let mut phone = Applicant::new(&app);
    let open = phone.resume(&code, BORN).await.json()["open"].clone();
    let version = open["version"].as_i64().unwrap();
    for step in ["review", "personal"] {
        let leafed = phone.save_on(version, open["form"].clone(), step).await;
        assert_eq!(
            (leafed.status, leafed.json()["version"].as_i64()),
            (200, Some(version)),
            "{}",
            leafed.text()
        );
    }
    assert_eq!(phone.draft().await.json()["step"], "personal");
    let typed = lucia.save_on(version, form_with("first_name", json!("Lucy")), "personal").await;
    assert_eq!(typed.status, 200, "somebody who only leafed elsewhere was in the way");
}

#[actix_web::test]
async fn an_answer_that_was_lost_does_not_make_a_page_stale_to_itself() {
    let app = start().await;
    let lucia = Applicant::begun(&app).await;
    for name in ["Luc", "Lucí", "Lucía"] {
        let saved = lucia.save_on(1, form_with("first_name", json!(name)), "personal").await;
        assert_eq!(saved.status, 200, "{name}");
    }
    assert_eq!(lucia.draft().await.json()["form"]["first_name"], "Lucía");
}

#[actix_web::test]
async fn a_save_that_names_no_version_and_no_page_is_stale() {
    let app = start().await;
    let lucia = Applicant::begun(&app).await;
    for _ in 0..2 {
        let request =
            lucia.request(Method::PUT, "/intake/draft").json(&json!({ "form": { "first_name": "Luc" } }));
        assert_eq!(send(request).await.status, 412);
    }
}
