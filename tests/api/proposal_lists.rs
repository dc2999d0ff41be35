//! Facts about the inbox of proposals: filters, order, counts.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

/// The ids of a list.
async fn ids(who: &Visitor, query: &str) -> Vec<Value> {
    let page = who.get(&format!("/changes{query}")).await;
    assert_eq!(page.status, 200, "{query}: {}", page.text());
    page.json()["items"].as_array().unwrap().iter().map(|change| change["id"].clone()).collect()
}

/// Lena's proposals: of María's record, of a restriction of hers, and of a program.
async fn three(app: &App) -> [Value; 3] {
    let lena = app.sign_in(Cast::Lena).unwrap();
    let maria = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = lena.get(&maria).await.version();
    let restriction =
        json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats" });
    let all = [
        lena.patch(&maria, version, json!({ "preferred_name": "Mimi" })).await,
        lena.post(&format!("{maria}/restrictions"), restriction).await,
        lena.post("/programs", json!({ "name": "Pottery" })).await,
    ];
    all.map(|proposed| {
        assert_eq!(proposed.status, 202, "{}", proposed.text());
        proposed.json()["id"].clone()
    })
}

#[actix_web::test]
async fn they_are_narrowed_by_kind_proposer_and_day() {
    let app = App::start().await.unwrap();
    let [record, restriction, program] = three(&app).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let lena = app.user(Cast::Lena).unwrap();
    let today = app.database.column("select today()").unwrap().remove(0);
    let tomorrow = app.database.column("select today() + 1").unwrap().remove(0);
    for (query, has, lacks) in [
        ("?kind=restrictions".to_owned(), &restriction, &record),
        ("?kind=programs".to_owned(), &program, &restriction),
        (format!("?kind=clients&proposer={lena}&from={today}&to={today}"), &record, &program),
    ] {
        let found = ids(&cora, &query).await;
        assert!(found.contains(has) && !found.contains(lacks), "{query}: {found:?}");
    }
    let nobody = app.user(Cast::Cora).unwrap();
    for query in [format!("?proposer={nobody}"), format!("?from={tomorrow}")] {
        assert_eq!(ids(&cora, &query).await, Vec::<Value>::new(), "{query}");
    }
    assert_eq!(cora.get("/changes?kind=moon").await.status, 422);
}

#[actix_web::test]
async fn those_of_a_program_are_about_it_or_about_its_people() {
    let app = App::start().await.unwrap();
    let [record, _, added] = three(&app).await;
    let (cora, lena) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap());
    let query = "select program_id from enrollments join clients on clients.id = client_id \
                 where last_name = 'Delgado' and start_date <= today() and coalesce(end_date, today()) >= today() limit 1";
    let program = app.database.column(query).unwrap().remove(0);
    let path = format!("/programs/{program}");
    let version = lena.get(&path).await.version();
    let changed = lena.patch(&path, version, json!({ "location": "Here" })).await.json()["id"].clone();
    let found = ids(&cora, &format!("?program={program}")).await;
    assert!(found.contains(&record) && found.contains(&changed) && !found.contains(&added), "{found:?}");
}

#[actix_web::test]
async fn who_has_waited_longest_comes_first_page_after_page() {
    let app = App::start().await.unwrap();
    let made = three(&app).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let newest = ids(&cora, "?status=pending&limit=100").await;
    let mut oldest = ids(&cora, "?status=pending&sort=oldest&limit=100").await;
    assert_eq!(oldest[oldest.len() - 3..], made);
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = cora.get(&format!("/changes?status=pending&sort=oldest&limit=2{cursor}")).await.json();
        paged.extend(page["items"].as_array().unwrap().iter().map(|change| change["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(paged, oldest);
    oldest.reverse();
    assert_eq!(newest, oldest);
}

#[actix_web::test]
async fn the_counts_are_those_of_the_lists() {
    let app = App::start().await.unwrap();
    let [record, ..] = three(&app).await;
    let (cora, lena, max) =
        (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Max).unwrap());
    let refusal = format!("/changes/{}/refusal", record.as_str().unwrap());
    assert_eq!(cora.post_on(&refusal, 1, json!({ "rationale": "No" })).await.status, 200);
    for who in [&cora, &lena, &max] {
        let counts = who.get("/changes/counts").await.json();
        let sum = |status: &str| -> i64 {
            let each = counts["each"].as_array().unwrap().iter();
            each.filter(|one| one["status"] == status).map(|one| one["count"].as_i64().unwrap()).sum()
        };
        for status in ["pending", "approved", "refused", "withdrawn"] {
            let listed = ids(who, &format!("?status={status}&limit=100")).await.len();
            assert_eq!(sum(status), i64::try_from(listed).unwrap(), "{status}: {counts}");
        }
        for (name, query) in [("to_decide", "?to_decide=true&limit=100"), ("mine", "?mine=true&limit=100")] {
            assert_eq!(counts[name], json!(ids(who, query).await.len()), "{name}");
        }
    }
    assert_eq!(app.sign_in(Cast::Stan).unwrap().get("/changes/counts").await.status, 403);
}
