//! C6: a field that somebody may not see stands nowhere that they can read, however they come to the record.

use domain::{
    permission::{
        Permission::{
            self, DiscloseConfidentialNotes, DiscloseSsn, ExportRecords, ReadNotes, ReviewProposals,
            SeeClientDetails, SeeClients, SeeDemographics, SeeDocuments, SeeImmigrationStatus,
            SeeRestrictionReasons, SeeSsnLastFour,
        },
        Permissions,
    },
    roles::RoleSight,
};
use serde_json::json;
use testkit::{App, Cast, Figure, Served, Visitor};

use super::tamper;

/// Fields of María's record, the word that stands in each, and what one must be allowed to see it. Whole numbers and
/// confidential texts stand on no page at all.
const FIELDS: [(&str, &str, Option<Permission>); 10] = [
    ("whole number", "536-22-1234", None),
    ("whole number in digits", "536221234", None),
    ("last four digits", "\"1234\"", Some(SeeSsnLastFour)),
    ("restriction's reason", "zqxreason", Some(SeeRestrictionReasons)),
    ("immigration status", "zqximmigration", Some(SeeImmigrationStatus)),
    ("gender", "zqxgender", Some(SeeDemographics)),
    ("other names", "zqxalias", Some(SeeClientDetails)),
    ("tag", "zqxtag", Some(SeeClientDetails)),
    ("file's name", "zqxfile", Some(SeeDocuments)),
    ("note", "zqxnote", Some(ReadNotes)),
];
const CONFIDENTIAL: &str = "zqxconfidential";

/// Ways to the record.
const SURFACES: [(&str, &[&str]); 8] = [
    ("record", &["/clients/{}"]),
    (
        "list and search",
        &["/clients?limit=100", "/clients?q=zqx", "/clients?q=zqxalias", "/clients?q=Delgado"],
    ),
    ("demographics", &["/clients/{}/demographics"]),
    ("notes", &["/clients/{}/notes?limit=100"]),
    ("timeline", &["/clients/{}/timeline?limit=100"]),
    ("restrictions", &["/clients/{}/restrictions?limit=100", "/restrictions?limit=100"]),
    ("history and audit", &["/clients/{}/history?limit=100", "/audit?limit=100", "/changes?limit=100"]),
    (
        "documents and desk",
        &["/clients/{}/documents", "/dashboard", "/notifications", "/follow-ups?limit=100"],
    ),
];

/// Puts the words there, through the audit trigger, so that the log has them too.
async fn plant(app: &App) {
    let maria = app.client(Served::Maria).unwrap();
    tamper(
        app,
        &format!(
            "insert into demographics (id, client_id, question, status, codes, valid_from)
             values (gen_random_uuid(), '{maria}', 'immigration_status', 'given', '{{zqximmigration}}', '2026-11-01'),
                (gen_random_uuid(), '{maria}', 'gender', 'given', '{{zqxgender}}', '2026-11-01');
             update clients set aliases = array['zqxalias'], search_key = search_key || ' zqxalias' where id = '{maria}';
             insert into client_tags (id, client_id, tag) values (gen_random_uuid(), '{maria}', 'zqxtag');
             update documents set name = 'zqxfile.txt' where client_id = '{maria}';
             update notes set text = 'zqxnote' where client_id = '{maria}' and not confidential;
             insert into restrictions (id, client_id, scope, start_date, reason)
             values (gen_random_uuid(), '{maria}', 'organization', '2026-01-01', 'zqxreason')"
        ),
    );
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": CONFIDENTIAL, "confidential": true });
    let written = app.sign_in(Cast::Casey).unwrap().post(&format!("/clients/{maria}/notes"), note).await;
    assert_eq!(written.status, 201, "{}", written.text());
    propose(app);
}

/// Proposals of Lena's that would write the same words, and one that started from them.
fn propose(app: &App) {
    let (maria, lena) = (app.client(Served::Maria).unwrap(), app.user(Cast::Lena).unwrap());
    let given =
        |question: &str, code: &str| json!({ "question": question, "status": "given", "codes": [code] });
    let answers = [given("immigration_status", "zqximmigration"), given("gender", "zqxgender")];
    let draft =
        json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "zqxreason" });
    for (name, body, base) in [
        (
            "demographics.answer",
            json!({ "edit": "answer_demographics", "client": maria, "answers": { "answers": answers } }),
            json!({ "gender": given("gender", "zqxgender"), "immigration_status": null }),
        ),
        (
            "clients.update",
            json!({ "edit": "update_client", "id": maria, "patch": { "aliases": ["zqxalias"], "tags": ["zqxtag"] } }),
            json!({ "aliases": ["zqxalias"], "tags": null }),
        ),
        (
            "restrictions.create",
            json!({ "edit": "add_restriction", "client": maria, "draft": draft }),
            json!({}),
        ),
    ] {
        tamper(
            app,
            &format!(
                "insert into pending_changes (id, edit, entity_id, client_id, body, base, requested_by)
                 values (gen_random_uuid(), '{name}', '{maria}', '{maria}', '{body}', '{base}', '{lena}')"
            ),
        );
    }
}

/// Words that stand in the proposals.
const PROPOSED: [&str; 5] = ["zqxreason", "zqximmigration", "zqxgender", "zqxalias", "zqxtag"];

/// A reviewer who sees nothing but cards reads what waits, and one who sees everything. Gives the number of words.
async fn reviewers(app: &App) -> usize {
    let blind = app.colleague("Rio", RoleSight::Everyone, &[SeeClients, ReviewProposals]).unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let list = format!("/changes?limit=100&client={}", app.client(Served::Maria).unwrap());
    let ids: Vec<_> = cora.get(&list).await.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["id"].as_str().unwrap().to_owned())
        .collect();
    let details: Vec<_> = ids.iter().map(|id| format!("/changes/{id}")).collect();
    let all: Vec<_> = [list.as_str()].into_iter().chain(details.iter().map(String::as_str)).collect();
    let (hidden, open) = (read(&blind, &all, "").await, read(&cora, &all, "").await);
    for word in PROPOSED {
        assert!(!hidden.contains(word) && open.contains(word), "{word}");
    }
    assert!(hidden.contains("withheld"));
    PROPOSED.len()
}

async fn read(who: &Visitor, paths: &[&str], maria: &str) -> String {
    let mut all = String::new();
    for path in paths {
        let answer = who.get(&path.replace("{}", maria)).await;
        assert!(answer.status < 500, "{path} {}", answer.text());
        all += &answer.text();
    }
    all
}

/// Whether María is in somebody's sight at all.
fn sees_maria(person: Cast) -> bool {
    use Cast::*;
    matches!(person, Ada | Cora | Max | Lena | Casey | Cole | Stan | Vera | Ana)
}

#[actix_web::test]
async fn a_field_that_one_may_not_see_stands_on_no_way_to_the_record() {
    let app = App::start().await.unwrap();
    plant(&app).await;
    let maria = app.client(Served::Maria).unwrap().to_string();
    let (mut cells, mut shown_to_ada) = (0, 0);
    for person in Cast::ALL {
        let (who, may) = (app.sign_in(*person).unwrap(), Permissions::of_roles(&[person.role()]));
        let mut seen_somewhere = [false; FIELDS.len()];
        for (surface, paths) in SURFACES {
            let text = read(&who, paths, &maria).await;
            assert!(!text.contains(CONFIDENTIAL), "{person:?} reads the confidential note in {surface}");
            cells += 1;
            for (at, (field, word, needs)) in FIELDS.iter().enumerate() {
                let allowed = sees_maria(*person) && needs.is_some_and(|needs| may.has(needs));
                let seen = text.contains(word);
                assert!(allowed || !seen, "{person:?} sees the {field} in {surface}");
                seen_somewhere[at] |= seen;
                shown_to_ada += usize::from(seen && *person == Cast::Ada);
                cells += 1;
            }
        }
        for ((field, _, needs), seen) in FIELDS.iter().zip(seen_somewhere) {
            let allowed = sees_maria(*person) && needs.is_some_and(|needs| may.has(needs));
            assert_eq!(seen, allowed, "{person:?} {field}");
        }
        cells += in_a_file(&who, &maria, *person, may).await;
        cells += disclosures(&app, &who, *person, may).await;
    }
    cells += reviewers(&app).await;
    assert!(shown_to_ada >= FIELDS.len() - 2, "{shown_to_ada}");
    Figure {
        id: "C6",
        tried: format!(
            "{} people of all roles, {} ways to a record, {} private fields and two that only open for a reason: {cells} cells",
            Cast::ALL.len(),
            SURFACES.len() + 1,
            FIELDS.len() - 1
        ),
        goal: "each field shows to those who may see it and stands nowhere for the others",
        found: format!("{cells} of {cells} as they should be"),
        control: format!("an administrator finds the words in {shown_to_ada} cells"),
    }
    .keep();
}

/// A file of clients with every column that somebody is offered, for those who may take one out.
async fn in_a_file(who: &Visitor, maria: &str, person: Cast, may: Permissions) -> usize {
    let of = json!({ "clients": [maria] });
    let preview = who.post("/clients/export-previews", json!({ "of": of })).await;
    let may_export = sees_maria(person) && may.has(ExportRecords);
    assert_eq!(preview.status == 200, may_export, "{person:?} {}", preview.text());
    let columns: Vec<_> = match may_export {
        true => {
            preview.json()["columns"].as_array().unwrap().iter().map(|one| one["column"].clone()).collect()
        }
        false => vec![json!("aliases"), json!("tags")],
    };
    let body = json!({ "of": of, "columns": columns, "reason": "To see who may" });
    let file = who.post("/clients/exports", body).await;
    assert_eq!(file.status == 200, may_export, "{person:?} {}", file.text());
    for (field, word, needs) in FIELDS {
        let allowed = may_export && needs.is_some_and(|needs| may.has(needs));
        assert!(allowed || !file.text().contains(word), "{person:?} takes the {field} out");
        // Of what is looked for here, these two are columns.
        let is_column = matches!(field, "other names" | "tag");
        assert!(!allowed || !is_column || file.text().contains(word), "{person:?} misses the {field}");
    }
    FIELDS.len()
}

/// The number and the confidential note open for a reason, to those who may.
async fn disclosures(app: &App, who: &Visitor, person: Cast, may: Permissions) -> usize {
    let maria = app.client(Served::Maria).unwrap();
    let note = app
        .database
        .column("select id from notes where confidential order by written_at desc")
        .unwrap()
        .remove(0);
    let reason = || json!({ "reason": "To see who may" });
    let number = who.post(&format!("/clients/{maria}/ssn-disclosure"), reason()).await;
    let text = who.post(&format!("/notes/{note}/disclosure"), reason()).await;
    let opens = |permission| sees_maria(person) && may.has(permission);
    assert_eq!(number.text().contains("536-22-1234"), opens(DiscloseSsn), "{person:?}");
    assert_eq!(
        text.text().contains(CONFIDENTIAL),
        opens(DiscloseConfidentialNotes),
        "{person:?} {}",
        text.text()
    );
    2
}
