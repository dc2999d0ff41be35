//! A4: an answer does not tell why an account cannot be signed in to, nor that there is one.

use std::{net::TcpListener, time::Instant};

use actix_web::{HttpResponse, HttpServer, rt, web};
use testkit::{App, Cast, Figure, PASSWORD, Setup, Visitor, cast, send, times};

use super::{
    no_limits, signing_in,
    statistics::{chance, median},
};

/// Who cannot sign in, and what is tried.
const CLASSES: [(&str, &str, &str); 4] = [
    ("wrong password", "casey@example.org", "wrong horse battery staple"),
    ("no such account", "nobody@example.org", PASSWORD),
    ("deactivated", "otto@example.org", PASSWORD),
    ("no password set", "stan@example.org", PASSWORD),
];

/// Milliseconds and the answer without the request's number.
async fn probe(who: &Visitor, email: &str, password: &str) -> (f64, String) {
    let begun = Instant::now();
    let answer = send(signing_in(who, email, password)).await;
    let took = begun.elapsed().as_secs_f64() * 1000.0;
    let mut body = answer.json();
    body.as_object_mut().map(|body| body.remove("request_id"));
    (took, format!("{} {body}", answer.status))
}

/// Times for each class, in turns, so that whatever else the machine does is the same for all.
async fn probe_all(who: &Visitor, rounds: usize) -> (Vec<Vec<f64>>, Vec<String>) {
    let mut taken = vec![Vec::new(); CLASSES.len()];
    let mut answers = Vec::new();
    for round in 0..rounds + 1 {
        for (class, (_, email, password)) in CLASSES.iter().enumerate() {
            let (took, answer) = probe(who, email, password).await;
            // The first round warms up.
            if round > 0 {
                taken[class].push(took);
            }
            answers.push(answer);
        }
    }
    answers.sort();
    answers.dedup();
    (taken, answers)
}

/// Signing in as it is often written: whoever is not there is refused at once.
async fn naive(known: &'static str) -> String {
    let hash = store::passwords::hash;
    let handler = move |body: String| async move {
        if body.contains(known) {
            web::block(move || hash("the work").map(drop)).await.unwrap().unwrap();
        }
        HttpResponse::Unauthorized().json(serde_json::json!({ "code": "sign_in_refused" }))
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let server =
        HttpServer::new(move || actix_web::App::new().route("/api/v1/sessions", web::post().to(handler)));
    rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    root
}

/// The largest gap between the medians of the first class and another one, in milliseconds and percent, and the least
/// likely of their differences.
fn gaps(taken: &[Vec<f64>]) -> (f64, f64, f64) {
    let first = median(&taken[0]);
    let gap = taken.iter().map(|times| (median(times) - first).abs()).fold(0.0, f64::max);
    let least = taken[1..].iter().map(|times| chance(&taken[0], times)).fold(1.0, f64::min);
    (gap, gap / first * 100.0, least)
}

#[actix_web::test]
async fn no_answer_and_no_time_tells_whether_there_is_an_account() {
    let setup = Setup { limits: no_limits(), ..Setup::default() };
    let app = App::set_up(cast().unwrap().into(), &setup).await.unwrap();
    super::tamper(
        &app,
        "update users set status = 'deactivated' where email = 'otto@example.org'; \
         update users set password_hash = null where email = 'stan@example.org'",
    );
    let rounds = times(12, 400);
    let (taken, answers) = probe_all(&app.anybody().unwrap(), rounds).await;
    assert_eq!(answers.len(), 1, "{answers:?}");
    let (gap, percent, likely) = gaps(&taken);
    // Beside other tests medians wander, but not more for one class than for another.
    assert!(
        likely > 0.0002 && (rounds < 100 || percent < 5.0),
        "{gap} ms, {percent} %, p {likely}: {taken:?}"
    );

    let naive = Visitor::at(naive(Cast::Casey.email()).await).unwrap();
    let (untold, _) = probe_all(&naive, 12).await;
    let (naive_gap, naive_percent, unlikely) = gaps(&untold);
    assert!(naive_percent > 50.0 && unlikely < 0.0002, "{naive_gap} ms, p {unlikely}");
    Figure {
        id: "A4",
        tried: format!("{rounds} tries in turns for each of: wrong password, no such account, deactivated, no password set"),
        goal: "answers differ in 0 bytes; medians by less than 5 %",
        found: format!(
            "0 bytes; medians {} ms, largest gap {gap:.2} ms = {percent:.1} %, Mann-Whitney p at least {likely:.2}",
            medians(&taken).join(", ")
        ),
        control: format!("a sign-in that hashes for known accounts only: gap {naive_gap:.0} ms = {naive_percent:.0} %, p under 0.0002"),
    }
    .keep();
}

fn medians(taken: &[Vec<f64>]) -> Vec<String> {
    taken.iter().map(|times| format!("{:.1}", median(times))).collect()
}
