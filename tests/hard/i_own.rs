//! I2: nobody approves what they proposed, whatever way they go; and nothing is applied that was not shown.

use domain::permission::Permission;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Figure, Served, Visitor};

use super::tamper;

/// Lena's proposals about María, one of each kind.
async fn proposals(app: &App, lena: &Visitor) -> Vec<Value> {
    let maria = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = lena.get(&maria).await.version();
    let otto = app.user(Cast::Otto).unwrap();
    let restriction =
        json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats" });
    let answers = json!({ "answers": [{ "question": "education", "status": "declined" }] });
    let all = [
        lena.patch(&maria, version, json!({ "first_name": "Mallory" })).await,
        lena.patch(&format!("{maria}/demographics"), version, answers).await,
        lena.post(&format!("{maria}/restrictions"), restriction).await,
        lena.post(&format!("{maria}/assignments"), json!({ "user_id": otto })).await,
        lena.post("/programs", json!({ "name": "Mallory's program" })).await,
    ];
    all.into_iter()
        .map(|proposed| {
            assert_eq!(proposed.status, 202, "{}", proposed.text());
            proposed.json()
        })
        .collect()
}

fn path(change: &Value, verb: &str) -> String {
    format!("/changes/{}{verb}", change["id"].as_str().unwrap())
}

/// Lena gets the roles of a coordinator and of an administrator, or loses the one that she had.
fn promote(app: &App) {
    let lena = app.user(Cast::Lena).unwrap();
    tamper(
        app,
        &format!(
            "insert into user_roles values ('{lena}', 'client_data_coordinator'), ('{lena}', 'administrator')"
        ),
    );
}

/// A key of Lena's that reviews proposals and sees everything.
fn key(app: &App) -> String {
    let (id, secret, lena) = (uuid::Uuid::new_v4(), "k".repeat(43), app.user(Cast::Lena).unwrap());
    let codes: Vec<_> = Permission::ALL.iter().map(|one| one.code()).collect();
    tamper(
        app,
        &format!(
            "insert into api_keys (id, name, secret_hash, permissions, made_by, expires_on) \
             values ('{id}', 'Hers', sha256('{secret}'), '{{{}}}', '{lena}', today() + 1)",
            codes.join(",")
        ),
    );
    format!("ohk_{}_{secret}", id.simple())
}

/// What stands in the canonical tables, and how many proposals were decided.
fn stands(app: &App) -> Vec<String> {
    let tables = ["clients", "demographics", "restrictions", "assignments", "programs"];
    let mut sums: Vec<String> = tables
        .iter()
        .flat_map(|table| {
            app.database
                .column(&format!("select md5(string_agg(t::text, '' order by t::text)) from {table} t"))
                .unwrap()
        })
        .collect();
    sums.extend(
        app.database.column("select count(*) from pending_changes where status <> 'pending'").unwrap(),
    );
    sums
}

async fn approve(who: &Visitor, change: &Value, seen: &Value) -> Answer {
    who.post_on(&path(change, "/approval"), 1, json!({ "seen": seen })).await
}

#[actix_web::test]
async fn nobody_approves_their_own_and_nothing_is_applied_that_was_not_shown() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let changes = proposals(&app, &lena).await;
    let mut digests = Vec::new();
    for change in &changes {
        digests.push(cora.get(&path(change, "")).await.json()["digest"].clone());
    }
    let before = stands(&app);
    let mut tried = 0;
    let mut got_through = Vec::new();
    // As she is; with more roles, in the old session and in a new one; by her key; declining; without her first role.
    for way in ["as she is", "more roles", "new session", "key", "declining", "other role"] {
        match way {
            "more roles" => promote(&app),
            "other role" => tamper(&app, "delete from user_roles where role = 'leader'"),
            _ => {}
        }
        let who = match way {
            "as she is" | "more roles" => lena.clone(),
            "key" => app.anybody().unwrap().with_token(key(&app)),
            _ => app.sign_in(Cast::Lena).unwrap(),
        };
        for (change, seen) in changes.iter().zip(&digests) {
            let answer = match way {
                "declining" => {
                    who.post_on(&path(change, "/refusal"), 1, json!({ "rationale": "Mine" })).await
                }
                _ => approve(&who, change, seen).await,
            };
            tried += 1;
            if answer.status != 403 || stands(&app) != before {
                got_through.push(format!("{way}: {} {}", answer.status, answer.text()));
            }
        }
    }
    assert_eq!((tried, got_through), (30, Vec::<String>::new()));
    let himself =
        "update pending_changes set status = 'approved', reviewed_by = requested_by, reviewed_at = now()";
    let by_hand = format!("begin; select begin_as('job', null, 'test', null, null); {himself}; commit");
    assert!(app.database.run(&by_hand).is_err(), "the database refuses it, too");

    let unseen = swapped(&app, &cora, &changes, &digests).await;
    let mut approved = 0;
    for change in &changes {
        let fresh = cora.get(&path(change, "")).await.json()["digest"].clone();
        approved += usize::from(approve(&cora, change, &fresh).await.status == 200);
    }
    assert_eq!(approved, 5);
    Figure {
        id: "I2",
        tried: format!("{tried} ways to one's own proposal: 5 kinds of edit, by the proposer as she is, with more roles, in another session, by a key of hers, declining, and with another role than she proposed with; {unseen} approvals of what was not shown: no digest, another proposal's, and one of before the record changed"),
        goal: "none decided, no record changed; not shown: 409, nothing applied",
        found: format!("0 of {tried}; {unseen} of {unseen} refused"),
        control: format!("a colleague with the same role who was shown them approves {approved} of 5"),
    }
    .keep();
}

/// Approvals of what the reviewer was not shown. Gives how many there were; none may change anything.
async fn swapped(app: &App, cora: &Visitor, changes: &[Value], digests: &[Value]) -> usize {
    let before = stands(app);
    let mut tried = 0;
    for (at, change) in changes.iter().enumerate() {
        let other = &digests[(at + 1) % digests.len()];
        for seen in [Value::Null, other.clone(), json!("0".repeat(64)), json!("")] {
            let refused = approve(cora, change, &seen).await;
            assert_eq!(refused.code(), "changed_since_seen", "{}", refused.text());
            tried += 1;
        }
    }
    assert_eq!(stands(app), before);
    tamper(
        app,
        "update clients set first_name = 'Somebody', version = version + 1 where first_name = 'María'",
    );
    let late = approve(cora, &changes[0], &digests[0]).await;
    assert_eq!(late.code(), "changed_since_seen", "{}", late.text());
    tamper(
        app,
        "update clients set first_name = 'María', version = version + 1 where first_name = 'Somebody'",
    );
    tried + 1
}
