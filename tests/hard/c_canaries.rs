//! C2: what lies outside of somebody's sight reaches them by no way: no list, search, count, history, refusal or header.
//!
//! Every text of Darnell's record, of every application and of Otto's own desk is a word that stands nowhere else. Then
//! everybody asks for everything, and each byte that comes back is searched for those words.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;
use testkit::{Answer, App, Cast, Figure, Served, Visitor, send, times};

use super::tamper;
use crate::policy::{
    Probe, bodies,
    objects::{self, Object},
    probes,
};

/// Words of Darnell's record, of applications, and of what is Otto's alone.
const DARNELLS: &str = "zqxd";
const APPLICATIONS: &str = "zqxa";
const OTTOS: &str = "zqxo";

/// His name stays, and is such a word itself.
const NAME: &str = "Darnell";

/// Puts a word of its own into each text of the rows; columns that only take certain words refuse it and stay.
const PLANT: &str = "
    create sequence canary;
    create function plant(tab text, col text, mark text, rows text) returns void language plpgsql as $$
    begin
        execute format('update %I set %I = %L || nextval(''canary'') where %s', tab, col, mark, rows);
    exception when check_violation or foreign_key_violation or unique_violation then null;
    end $$;
    select plant(t.table_name, t.column_name,
                 case when t.table_name = 'applications' then 'zqxa' else 'zqxd' end,
                 case t.table_name when 'clients' then format('id = %L', :darnell)
                     when 'applications' then 'true' else format('client_id = %L', :darnell) end)
    from information_schema.columns t
    join information_schema.columns c on c.table_name = t.table_name
        and c.column_name = case t.table_name when 'clients' then 'name_key' else 'client_id' end
    where t.table_schema = 'public' and c.table_schema = 'public' and t.data_type = 'text'
        and t.table_name not in ('users', 'audit', 'erasures')
        and t.column_name not in ('question', 'status', 'kind', 'edit', 'ssn_last_four', 'language', 'search_key',
            'first_name', 'last_name', 'name_key');
    update clients set aliases = array['zqxd' || nextval('canary')], search_key = lower(concat_ws(' ', '', first_name, last_name)),
        emergency_contact = jsonb_build_object('name', 'zqxd' || nextval('canary'), 'phone', 'zqxd' || nextval('canary'),
            'relationship', 'zqxd' || nextval('canary')) where id = :darnell;
    insert into saved_views (id, user_id, list, name, query)
        select gen_random_uuid(), id, 'clients', 'zqxo' || nextval('canary'), 'q=zqxo' || nextval('canary')
        from users where email = 'otto@example.org';
    update sessions set device = 'zqxo' || nextval('canary') where user_id = (select id from users where email = 'otto@example.org')";

/// Operations that end the caller's own session.
const LAST: [&str; 3] = ["sessions.end_all", "sessions.sign_out", "sessions.end"];

/// Gives how many words were planted.
fn plant(app: &App) -> usize {
    let darnell = format!("'{}'", app.client(Served::Darnell).unwrap());
    tamper(app, &PLANT.replace(":darnell", &darnell));
    app.database.column("select last_value from canary").unwrap().remove(0).parse().unwrap()
}

/// What somebody must not come to know.
fn hidden_from(person: Option<Cast>) -> Vec<&'static str> {
    use Cast::*;
    let sees_darnell = matches!(person, Some(Ada | Cora | Max | Lena | Ana | Otto));
    let reviews = matches!(person, Some(Ada | Cora | Casey | Otto | Cole));
    let marks = [(DARNELLS, sees_darnell), (APPLICATIONS, reviews), (OTTOS, person == Some(Otto))];
    marks.into_iter().filter(|(_, sees)| !sees).map(|(mark, _)| mark).collect()
}

/// Everything that came back, with its headers.
fn bytes(answer: &Answer) -> String {
    let headers: String = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}\n")).collect();
    headers + &answer.text()
}

/// What an operation can be asked for: itself, and each of its orders, filters and searches.
fn variants(document: &Value, probe: &Probe, darnell: &str, otto: &str) -> Vec<String> {
    let mut queries = vec![String::new()];
    if probe.method == Method::GET {
        let operation = &document["paths"][format!("/api/v1{}", probe.path)]["get"];
        for parameter in
            operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query")
        {
            let values: Vec<&str> = match parameter["name"].as_str().unwrap() {
                "q" => vec!["zqx", "zqxd", "zqxa", "zqxd1", "Washington", "1970-06-11"],
                "sort" => vec!["name", "newest", "updated", "oldest"],
                "client" | "entity_id" => vec![darnell],
                "user" | "assignee" => vec![otto],
                "status" => vec!["active", "new", "pending", "open", "declined"],
                "state" => vec!["active", "expired", "lifted", "upcoming"],
                "limit" => vec!["100"],
                "team" | "overdue" => vec!["true"],
                "list" => vec!["clients"],
                _ => Vec::new(),
            };
            queries.extend(
                values.iter().map(|value| format!("?{}={value}", parameter["name"].as_str().unwrap())),
            );
        }
    }
    queries
}

struct Walk {
    requests: usize,
    words: BTreeSet<String>,
}

/// Asks for everything, and collects the words that came back.
async fn walk(app: &App, visitor: &Visitor) -> Walk {
    let (darnell, otto) =
        (app.client(Served::Darnell).unwrap().to_string(), app.user(Cast::Otto).unwrap().to_string());
    let document = api::openapi::document();
    let mut walk = Walk { requests: 0, words: BTreeSet::new() };
    for probe in probes().iter().filter(|probe| !LAST.contains(&probe.operation.as_str())) {
        // Writes go where they have no business, for what their refusals say.
        if probe.method != Method::GET && probe.object != Object::Outside {
            continue;
        }
        for query in variants(&document, probe, &darnell, &otto) {
            let (path, version) = objects::address(app, &probe.path, probe.object);
            let request = visitor.request(probe.method.clone(), &format!("{path}{query}"));
            let request =
                request.header("if-match", format!("\"{version}\"")).header("if-none-match", "\"1\"");
            let request = request.header("x-openhall", "1").header("idempotency-key", "canaries");
            let answer = send(bodies::dress(&probe.operation, request, app)).await;
            assert!(answer.status < 500, "{} {query}: {}", probe.operation, answer.text());
            walk.requests += 1;
            walk.words.extend(words(&bytes(&answer)));
        }
    }
    walk
}

fn words(text: &str) -> Vec<String> {
    let all = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let named = all.map(|word| if word == NAME { "zqxdarnell" } else { word });
    named.filter(|word| word.starts_with("zqx") && word.len() > 4).map(str::to_owned).collect()
}

#[actix_web::test]
async fn nothing_outside_of_ones_sight_comes_back_by_any_way() {
    let app = App::start().await.unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    let planted = plant(&app);
    let all: Vec<Option<Cast>> = [None].into_iter().chain(Cast::ALL.iter().copied().map(Some)).collect();
    let few = [Some(Cast::Casey), Some(Cast::Vera)];
    let people = if times(0, 1) == 1 { all } else { few.to_vec() };
    let mut requests = 0;
    for person in &people {
        let visitor = match person {
            Some(person) => app.sign_in(*person).unwrap(),
            None => app.anybody().unwrap(),
        };
        let walk = walk(&app, &visitor).await;
        requests += walk.requests;
        let hidden = hidden_from(*person);
        let leaked: Vec<_> =
            walk.words.iter().filter(|word| hidden.iter().any(|mark| word.starts_with(mark))).collect();
        assert!(leaked.is_empty(), "{person:?}: {leaked:?}");
    }
    // The same walk by those who may see them.
    let ada = walk(&app, &app.sign_in(Cast::Ada).unwrap()).await.words;
    let otto = walk(&app, &otto).await.words;
    let seen = ada.union(&otto).count();
    let found = |mark: &str| ada.union(&otto).filter(|word| word.starts_with(mark)).count();
    assert!(found(DARNELLS) > 15 && found(APPLICATIONS) > 5 && found(OTTOS) > 1, "{ada:?} {otto:?}");
    Figure {
        id: "C2",
        tried: format!(
            "{planted} words planted in every text of a client, of applications and of a colleague's desk; {} people asked \
             for everything with every order, filter and search: {requests} answers searched with their headers",
            people.len()
        ),
        goal: "words found by those who may not see them: 0",
        found: "0".into(),
        control: format!("by those who may: {seen} different ones in the same walk"),
    }
    .keep();
}
