//! Facts about somebody who applies and is a client already: what they learn, and what a stranger does not.

use serde_json::{Value, json};
use testkit::{Answer, App, MailServer, Received};

use super::{
    applicant::{Applicant, form, start},
    mail::{AtWork, post, until},
};
use crate::hard::tamper;

const MARIA: &str = "maria.delgado@example.org";
const SUBJECT: &str = "You are with us already";

/// The form with another name and day of birth, sent from an address that is on nobody's record.
fn form_of(first_name: &str, last_name: &str, born: &str) -> Value {
    let mut form = form();
    for (field, value) in
        [("first_name", first_name), ("last_name", last_name), ("date_of_birth", born), ("language", "en")]
    {
        form[field] = json!(value);
    }
    form
}

/// With María's name and day of birth, which somebody else may know too.
fn as_maria() -> Value {
    form_of("María", "Delgado", "1990-02-28")
}

async fn hand_in(app: &App, form: &Value) -> Answer {
    let answer = Applicant::new(app).submit(form).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer
}

/// Everything that went over the wire, but for the reference, the times and the request's number.
fn told(answer: &Answer) -> String {
    let body = answer.json();
    let mut all: Vec<String> =
        answer.headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    all.retain(|line| !["date:", "x-request-id:"].iter().any(|own| line.starts_with(own)));
    all.sort();
    let mut told = format!("{}\n{}\n{}", answer.status, all.join("\n"), answer.text());
    for own in ["reference", "submitted_at"] {
        told = told.replace(body[own].as_str().unwrap(), own);
    }
    told
}

/// What a submission asked of each table and wrote into it. Counts arrive when a connection ends; those of this test's own
/// connection, which stays, are sent for.
async fn asked_for(app: &App, form: &Value) -> (Answer, Vec<String>) {
    let ours = "usename = 'openhall_web' and datname = current_database()";
    let ended = format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where {ours}");
    app.database.run(&ended).unwrap();
    app.database.run("select pg_stat_force_next_flush()").unwrap();
    app.database.run("select pg_stat_reset()").unwrap();
    let answer = hand_in(app, form).await;
    app.database.run(&ended).unwrap();
    let counts = "select concat_ws(' ', relname, coalesce(seq_scan, 0) + coalesce(idx_scan, 0), n_tup_ins, n_tup_upd, \
                  n_tup_del) from pg_stat_user_tables order by relname";
    (answer, app.database.column(counts).unwrap())
}

#[actix_web::test]
async fn answer_and_work_are_the_same_whether_somebody_is_known_or_not() {
    let app = start().await;
    // What was counted before, and what is read once, is over with this one.
    asked_for(&app, &form_of("Petra", "Delgada", "1990-03-01")).await;
    let (known, work) = asked_for(&app, &as_maria()).await;
    let (unknown, other) = asked_for(&app, &form_of("Paula", "Delgado", "1990-03-02")).await;
    assert_eq!(told(&known), told(&unknown));
    assert_eq!(work, other);
    let wrote = work.iter().find(|line| line.starts_with("applications ")).unwrap();
    assert!(wrote.ends_with(" 1 0 0"), "the counts tell something: {wrote}");
    let read = work.iter().find(|line| line.starts_with("clients ")).unwrap();
    assert!(read.starts_with("clients 0 "), "nobody was looked for: {read}");
}

/// Mail, once nothing waits any more.
async fn all(app: &App, server: &MailServer) -> Vec<Received> {
    let waiting = "select count(*) from jobs where state in ('waiting', 'running')";
    until("nothing waits", || app.database.column(waiting).unwrap() == ["0"]).await;
    server.received()
}

fn told_so(all: &[Received]) -> Vec<&str> {
    all.iter().filter(|mail| mail.header("Subject") == SUBJECT).map(|mail| mail.to.as_str()).collect()
}

#[actix_web::test]
async fn who_is_known_is_told_at_the_address_on_their_record_and_nowhere_else() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    let receipt = hand_in(&app, &as_maria()).await.json();
    let _at_work = AtWork::begin(&app, post(&server));
    let all = all(&app, &server).await;
    assert_eq!(told_so(&all), [MARIA]);
    let letter = all.iter().find(|mail| mail.to == MARIA).unwrap();
    assert!(letter.text.contains("do not need to apply again"), "{}", letter.text);
    assert!(!letter.text.contains(receipt["reference"].as_str().unwrap()), "{}", letter.text);
    let typed: Vec<_> = all.iter().filter(|mail| mail.to == "lucia.ferrer@example.org").collect();
    assert_eq!(typed.len(), 1, "who typed another address gets what everybody gets");
    assert!(typed[0].header("Subject").starts_with("We have your application"));
}

#[actix_web::test]
async fn a_stranger_does_not_fill_the_mailbox_of_somebody_who_is_known() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    for _ in 0..3 {
        hand_in(&app, &as_maria()).await;
    }
    let _at_work = AtWork::begin(&app, post(&server));
    assert_eq!(told_so(&all(&app, &server).await), [MARIA]);
}

#[actix_web::test]
async fn who_is_only_alike_is_told_nothing() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    for other in [
        form_of("Mario", "Delgado", "1990-02-28"),
        form_of("María", "Delgado", "1991-02-28"),
        form_of("Lucía", "Ferrer", "1990-02-28"),
    ] {
        hand_in(&app, &other).await;
    }
    let _at_work = AtWork::begin(&app, post(&server));
    assert!(told_so(&all(&app, &server).await).is_empty());
}

#[actix_web::test]
async fn who_does_not_want_to_be_written_to_is_not() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    tamper(&app, &format!("update contact_points set may_contact = false where value = '{MARIA}'"));
    hand_in(&app, &as_maria()).await;
    let _at_work = AtWork::begin(&app, post(&server));
    assert!(told_so(&all(&app, &server).await).is_empty());
}

/// Who applied for the first time is not with us yet, and of who died somebody else reads the mail.
#[actix_web::test]
async fn who_is_not_with_us_is_not_told_that_they_are() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    let _at_work = AtWork::begin(&app, post(&server));
    for status in ["applicant", "deceased"] {
        tamper(&app, &format!("update clients set status = '{status}' where last_name = 'Delgado'"));
        hand_in(&app, &as_maria()).await;
        assert!(told_so(&all(&app, &server).await).is_empty(), "{status}");
    }
    for status in ["inactive", "closed"] {
        tamper(&app, &format!("update clients set status = '{status}' where last_name = 'Delgado'"));
        tamper(&app, "delete from rate_limits where class = 'known_applicant'");
        hand_in(&app, &as_maria()).await;
        assert_eq!(told_so(&all(&app, &server).await).last(), Some(&MARIA), "{status}");
    }
    assert_eq!(told_so(&all(&app, &server).await).len(), 2);
}

#[actix_web::test]
async fn a_mail_that_could_not_be_written_is_written_later() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    hand_in(&app, &as_maria()).await;
    app.database
        .run(
            "create function no_mail() returns trigger language plpgsql as $$ begin raise 'no mail'; end $$; \
             create trigger no_mail before insert on jobs for each row \
                 when (new.subject = 'already_with_us') execute function no_mail()",
        )
        .unwrap();
    let _at_work = AtWork::begin(&app, post(&server));
    let tried =
        "select attempts from jobs where kind = 'known_applicant' and last_error <> '' and state = 'waiting'";
    until("it was tried", || !app.database.column(tried).unwrap().is_empty()).await;
    app.database.run("drop trigger no_mail on jobs").unwrap();
    app.database.run("update jobs set due_at = now() where kind = 'known_applicant'").unwrap();
    assert_eq!(told_so(&all(&app, &server).await), [MARIA]);
}
