//! L4: the database goes away and comes back; and it falls silent.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;
use testkit::{Answer, App, Cast, Figure, Served, Setup, Visitor, cast, times};

use super::wire::{Line, Wire};

/// A server whose database is at the end of a line.
async fn wired(within: Duration) -> (App, Wire) {
    let database = cast().unwrap();
    let wire = Wire::to(database.address().to_owned());
    let setup = Setup { through: Some(wire.address), within: Some(within), ..Setup::default() };
    (App::set_up(database.into(), &setup).await.unwrap(), wire)
}

/// Asks until an answer has this status; seconds until then. Others may be refusals that say when to come back.
async fn until(who: &Visitor, path: &str, status: u16) -> f64 {
    let begun = Instant::now();
    loop {
        let answer = who.get(path).await;
        if answer.status == status {
            return begun.elapsed().as_secs_f64();
        }
        assert!([200, 503].contains(&answer.status), "{}", answer.text());
        assert!(begun.elapsed() < Duration::from_secs(30), "it did not happen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn is_told_to_come_back(answer: &Answer) -> bool {
    answer.status == 503 && answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0)
}

/// Notes that were acknowledged while the line went up and down.
async fn write_along(who: &Visitor, notes: &str, tries: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for number in 0..tries {
        let text = format!("Written through the storm {number}");
        let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": text });
        let answer = who.post(notes, note).await;
        if answer.status == 201 {
            acknowledged.push(text);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    acknowledged
}

#[actix_web::test]
async fn a_database_that_goes_away_is_a_503_and_comes_back_without_a_restart() {
    let (app, wire) = wired(Duration::from_secs(40)).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let notes = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    assert_eq!(casey.get("/clients").await.status, 200);

    let writing = write_along(&casey, &notes, times(20, 100));
    let storm = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        wire.put(Line::Cut);
        let first_503 = until(&casey, "/clients", 503).await;
        let meanwhile = join_all((0..20).map(|_| casey.get("/clients"))).await;
        let (live, ready) =
            (casey.get("//health/live").await.status, casey.get("//health/ready").await.status);
        wire.put(Line::Open);
        (first_503, meanwhile, (live, ready), until(&casey, "/clients", 200).await)
    };
    let (acknowledged, (first_503, meanwhile, health, recovery)) =
        futures_util::future::join(writing, storm).await;
    let wrong = meanwhile.iter().filter(|answer| !is_told_to_come_back(answer)).count();
    let kept = app.database.column("select text from notes where text like 'Written through%'").unwrap();
    let lost = acknowledged.iter().filter(|text| !kept.contains(text)).count();
    assert_eq!((wrong, lost, health), (0, 0, (200, 503)));
    assert!(first_503 < 7.0 && recovery < 10.0, "{first_503} {recovery}");
    assert!(acknowledged.len() > 3, "{}", acknowledged.len());
    Figure {
        id: "L4",
        tried: format!("the line to the database is cut under reads and {} writes, and mended", times(20, 100)),
        goal: "503 with Retry-After within the pool's patience; live, not ready; answers of 200 meanwhile 0; recovers by itself; acknowledged writes lost 0",
        found: format!(
            "first 503 after {first_503:.1} s; live 200, ready 503; 0 of {}; back {recovery:.1} s after the database; 0 of {} lost",
            meanwhile.len(),
            acknowledged.len()
        ),
        control: "with the line whole the same requests are 200, before and after".into(),
    }
    .keep();
}

/// How many of a dozen requests have an answer in time, while the database says nothing.
async fn answered(app: &App, wire: &Wire, patience: Duration) -> (usize, f64) {
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(casey.get("/clients").await.status, 200);
    wire.put(Line::Silent);
    let begun = Instant::now();
    let all = join_all((0..12).map(|_| tokio::time::timeout(patience, casey.get("/clients")))).await;
    let answered: Vec<_> = all.iter().flatten().collect();
    assert!(answered.iter().all(|answer| is_told_to_come_back(answer)), "{answered:?}");
    let took = begun.elapsed().as_secs_f64();
    wire.put(Line::Open);
    until(&casey, "/clients", 200).await;
    (answered.len(), took)
}

#[actix_web::test]
async fn a_database_that_says_nothing_holds_nobody() {
    let within = Duration::from_secs(times(2, 40) as u64);
    let (app, wire) = wired(within).await;
    let (all, took) = answered(&app, &wire, within + Duration::from_secs(5)).await;
    assert_eq!(all, 12);
    let (app, wire) = wired(Duration::from_secs(3_600)).await;
    let (without, _) = answered(&app, &wire, Duration::from_secs(4)).await;
    assert!(without < 12, "{without}");
    Figure {
        id: "L4",
        tried: "12 requests at a server whose database accepts everything and answers nothing".into(),
        goal: "each is told to come back within 45 s; none hangs",
        found: format!("12 of 12 within {took:.0} s; 200 again when the database speaks"),
        control: format!("without a limit to an answer: {without} of 12, the others hang"),
    }
    .keep();
}
