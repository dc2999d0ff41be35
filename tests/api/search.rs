//! Facts about finding clients.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

async fn found(who: &Visitor, query: &str) -> Vec<String> {
    let page = who.get(&format!("/clients?{query}")).await;
    assert_eq!(page.status, 200, "{query}: {}", page.text());
    names(&page.json())
}

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|row| row["first_name"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn accents_case_order_and_marks_do_not_matter() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (typed, name) in [
        ("maria", "María"),
        ("MARÍA DELGADO", "María"),
        ("delgado%20mar", "María"),
        ("nunez", "José"),
        ("nguyen%20thi", "Thị Minh"),
        ("obrien", "Siobhán"),
        ("o'brien-fitz", "Siobhán"),
        ("sukarno", "Sukarno"),
        ("shiv", "Siobhán"),
        ("al-sayed", "Fatima"),
        ("mari@example.org", "María"),
    ] {
        let typed = if typed.contains('@') { "maria.delgado@example.org" } else { typed };
        assert_eq!(
            found(&cora, &format!("q={typed}")).await.first().map(String::as_str),
            Some(name),
            "{typed}"
        );
    }
}

#[actix_web::test]
async fn slips_of_the_finger_are_forgiven() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (typed, name) in [
        ("Marai", "María"),
        ("Delgdo", "María"),
        ("Dalgado", "María"),
        ("sukrano", "Sukarno"),
        ("Jsoe", "José"),
        ("kovalemko", "Olena"),
        ("darnel washingon", "Darnell"),
        ("wolfeschlegelstein", "Hubert"),
    ] {
        let all = found(&cora, &format!("q={}", typed.replace(' ', "%20"))).await;
        assert!(all.iter().any(|one| one == name), "{typed}: {all:?}");
    }
}

#[actix_web::test]
async fn one_and_two_letters_find_the_beginnings_of_names() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert!(found(&cora, "q=Ng").await.contains(&"Wei".to_owned()));
    assert!(found(&cora, "q=d").await.contains(&"María".to_owned()));
    assert_eq!(found(&cora, "q=ng%20we").await, ["Wei"]);
    assert_eq!(found(&cora, "q=we%20ng").await, ["Wei"]);
}

#[actix_web::test]
async fn a_phone_an_alias_a_number_and_a_date_of_birth_find_the_person() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let phone = app.database.column("select value from contact_points join clients on clients.id = client_id where first_name = 'María' and kind = 'phone'").unwrap().remove(0);
    for typed in [phone.clone(), phone.replace('-', ""), format!("%2B1%20{}", phone.replace('-', "."))] {
        assert_eq!(found(&cora, &format!("q={typed}")).await, ["María"], "{typed}");
    }
    for typed in [
        "2/28/1990",
        "1990-02-28",
        "28.2.1990",
        "2/28/90",
        "feb%2028%201990",
        "maria%202/28/1990",
        "delgado%20ruiz",
    ] {
        assert_eq!(found(&cora, &format!("q={typed}")).await, ["María"], "{typed}");
    }
    assert_eq!(found(&cora, "q=otto%202/28/1990").await, Vec::<String>::new());
    let id = app.client(Served::Wei).unwrap();
    let ids = json!({ "external_ids": [{ "source": "HMIS", "value": "QX-77431" }] });
    assert_eq!(cora.patch(&format!("/clients/{id}"), 1, ids).await.status, 200);
    assert_eq!(found(&cora, "q=qx-77431").await, ["Wei"]);
}

#[actix_web::test]
async fn nobody_is_found_outside_ones_sight_or_by_what_one_does_not_see() {
    let app = App::start().await.unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    for typed in ["maria", "Marai", "2/28/1990", "ma"] {
        assert!(!found(&otto, &format!("q={typed}")).await.contains(&"María".to_owned()), "{typed}");
    }
    let vera = app.sign_in(Cast::Vera).unwrap();
    assert_eq!(found(&vera, "q=delgado").await, ["María"]);
    assert_eq!(found(&vera, "q=2/28/1990").await, Vec::<String>::new());
    assert_eq!(found(&vera, "q=ruiz").await, Vec::<String>::new(), "an alias");
    for filter in [
        "status=active",
        "stage=intake",
        "assignee=0190a000-0000-7000-8000-000000000000",
        "program=0190a000-0000-7000-8000-000000000000",
    ] {
        assert_eq!(vera.get(&format!("/clients?{filter}")).await.status, 403, "{filter}");
    }
    let row = vera.get("/clients").await.json()["items"][0].clone();
    for hidden in ["date_of_birth", "status", "stage"] {
        assert!(row.get(hidden).is_none(), "{hidden}");
    }
    assert_eq!(row["assignees"], json!([]));
}

#[actix_web::test]
async fn hostile_queries_find_nothing_and_break_nothing() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for typed in [
        "%25",
        "_",
        "%27%20or%201%3D1--",
        "%5C",
        "%22",
        "|",
        "%F0%9F%98%80",
        "1/1/9999",
        "99999999",
        "%E2%80%AE",
        "%24%7B7*7%7D",
    ] {
        let answer = cora.get(&format!("/clients?q={typed}")).await;
        assert_eq!(answer.status, 200, "{typed}: {}", answer.text());
    }
    assert_eq!(found(&cora, "q=%25").await, Vec::<String>::new());
    assert_eq!(cora.get("/clients?q=a%00b").await.status, 422);
    assert_eq!(cora.get(&format!("/clients?q={}", "a".repeat(101))).await.fields(), ["/q too_long"]);
    assert_eq!(cora.get("/clients?sort=ssn").await.status, 422);
    assert_eq!(cora.get("/clients?stauts=active").await.status, 422);
    assert_eq!(cora.get("/clients?cursor=x").await.status, 400);
}

#[actix_web::test]
async fn each_order_pages_without_gap_or_repeat() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for name in ["Zed", "Zed", "Zed"] {
        assert_eq!(
            cora.post("/clients", json!({ "first_name": name, "last_name": "Twin" })).await.status,
            201
        );
    }
    for filter in
        ["sort=name", "sort=newest", "sort=updated", "status=active&sort=name", "q=415555&sort=newest"]
    {
        let all = cora.get(&format!("/clients?limit=100&{filter}")).await.json();
        let (mut seen, mut path) = (Vec::new(), format!("/clients?limit=2&{filter}"));
        loop {
            let page = cora.get(&path).await.json();
            seen.extend(page["items"].as_array().unwrap().clone());
            assert_eq!(page["total"], all["total"], "{filter}");
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/clients?limit=2&{filter}&cursor={next}");
        }
        assert_eq!(&json!(seen), &all["items"], "{filter}");
        assert_eq!(all["total"], json!({ "count": seen.len(), "exact": true }), "{filter}");
    }
    let next = cora.get("/clients?limit=2&sort=name").await.json()["next"].as_str().unwrap().to_owned();
    assert_eq!(cora.get(&format!("/clients?sort=newest&cursor={next}")).await.status, 400);
}

#[actix_web::test]
async fn the_order_by_name_is_by_last_name() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (first, last) in [("Ana", "García-López"), ("Zoë", "García")] {
        cora.post("/clients", json!({ "first_name": first, "last_name": last })).await;
    }
    let all = found(&cora, "limit=100&q=garcia").await;
    assert_eq!(all, ["Zoë", "Ana"]);
}

#[actix_web::test]
async fn filters_narrow_the_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let casey = app.user(Cast::Casey).unwrap();
    let of_casey = found(&cora, &format!("assignee={casey}")).await;
    assert!(
        of_casey.contains(&"María".to_owned()) && !of_casey.contains(&"Darnell".to_owned()),
        "{of_casey:?}"
    );
    let program = app.database.column("select distinct program_id from enrollments").unwrap().remove(0);
    let mut enrolled = found(&cora, &format!("program={program}")).await;
    enrolled.sort();
    assert_eq!(enrolled, ["María", "Thị Minh"], "those who left are not in it");
    assert_eq!(found(&cora, "status=deceased").await, Vec::<String>::new());
    let maria = cora.get("/clients?q=delgado").await.json()["items"][0].clone();
    assert_eq!((&maria["restricted"], &maria["email"]), (&json!(true), &json!("maria.delgado@example.org")));
    let stage = maria["stage"].as_str().unwrap();
    assert_eq!(found(&cora, &format!("stage=follow_up&stage={stage}&q=delgado")).await, ["María"]);
    assert_eq!(found(&cora, "stage=job_placement&q=delgado").await, Vec::<String>::new());
    assert_eq!(maria["assignees"].as_array().unwrap().len(), 4);
}

#[actix_web::test]
async fn counting_stops_at_a_thousand_for_what_is_filtered() {
    let app = App::start().await.unwrap();
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
              insert into clients (id, first_name, name_key, search_key) \
              select gen_random_uuid(), 'Many', 'many', ' many | ' from generate_series(1, 1005); commit",
        )
        .unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let total = |query: &'static str| {
        let cora = cora.clone();
        async move { cora.get(&format!("/clients?limit=1{query}")).await.json()["total"].clone() }
    };
    assert_eq!(total("&q=many").await, json!({ "count": 1000, "exact": false }));
    assert_eq!(total("&status=active").await, json!({ "count": 1000, "exact": false }));
    let all: u64 = app.database.column("select count(*) from clients").unwrap().remove(0).parse().unwrap();
    assert_eq!(total("").await, json!({ "count": all, "exact": true }));
}

#[actix_web::test]
async fn who_looked_at_whom_is_noted() {
    let app = App::start().await.unwrap();
    let maria = app.client(Served::Maria).unwrap();
    app.sign_in(Cast::Casey).unwrap().get(&format!("/clients/{maria}")).await;
    app.state.store.flush_access().unwrap();
    let seen =
        app.database.column(&format!("select operation from access_log where client_ids @> '{{{maria}}}'"));
    assert!(seen.unwrap().contains(&"clients.find".to_owned()));
}

/// María answered today that she is female; what she answered for an earlier day does not count any more.
#[actix_web::test]
async fn clients_are_found_by_what_they_answered() {
    let app = App::start().await.unwrap();
    let (cora, maria) = (app.sign_in(Cast::Cora).unwrap(), app.client(Served::Maria).unwrap());
    let names = async |query: &str| {
        let found = cora.get(&format!("/clients?{query}")).await;
        assert_eq!(found.status, 200, "{}", found.text());
        let rows = found.json()["items"].as_array().unwrap().clone();
        rows.iter().map(|row| row["first_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("answer=sex:female").await, ["María"]);
    assert_eq!(names("answer=sex:female&answer=primary_language:spanish").await, ["María"]);
    assert_eq!(names("answer=sex:female&answer=sex:male").await, ["María"]);
    assert!(names("answer=sex:female&answer=primary_language:english").await.is_empty());
    assert_eq!(names("answer=sex:female&q=delgado").await, ["María"]);
    let path = format!("/clients/{maria}/demographics");
    let version = cora.get(&path).await.version();
    let earlier = json!({ "answers": [{ "question": "sex", "status": "given", "codes": ["male"], "valid_from": "2001-01-01" }] });
    assert_eq!(cora.patch(&path, version, earlier).await.status, 200);
    assert!(names("answer=sex:male").await.is_empty());
}

#[actix_web::test]
async fn nobody_filters_by_answers_that_they_do_not_see() {
    let app = App::start().await.unwrap();
    for (who, query, status) in [
        (Cast::Stan, "answer=sex:female", 200),
        (Cast::Stan, "answer=immigration_status:permanent_resident", 403),
        (Cast::Vera, "answer=sex:female", 403),
        (Cast::Cora, "answer=shoe_size:42", 422),
        (Cast::Cora, "answer=sex", 422),
    ] {
        let answer = app.sign_in(who).unwrap().get(&format!("/clients?{query}")).await;
        assert_eq!(answer.status, status, "{who:?} {query} {}", answer.text());
    }
}
