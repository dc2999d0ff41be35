//! What is left of somebody who was erased: nothing that tells who it was, and what reports count.

use serde_json::json;
use store::audit::verify::verify;
use testkit::{App, Cast, Figure};

use super::{erase, set_free};
use crate::{
    api::applicant::{Applicant, form_with, start},
    hard::tamper,
};

/// Puts a word of its own into each text of a client's rows; columns that only take certain words refuse it and stay.
const PLANT: &str = "
    create sequence canary;
    create function plant(tab text, col text, person uuid) returns void language plpgsql as $$
    begin
        execute format('update %I set %I = ''zqx'' || nextval(''canary'') where %I = %L', tab, col,
                       case tab when 'clients' then 'id' else 'client_id' end, person);
    exception when check_violation or foreign_key_violation or unique_violation then null;
    end $$;
    select plant(t.table_name, t.column_name, :client)
    from information_schema.columns t
    join information_schema.columns c on c.table_name = t.table_name
        and c.column_name = case t.table_name when 'clients' then 'name_key' else 'client_id' end
    where t.table_schema = 'public' and c.table_schema = 'public' and t.data_type = 'text'
        and t.table_name not in ('users', 'audit', 'pending_changes', 'erasures')
        -- A discharge's reason is a code.
        and (t.table_name, t.column_name) <> ('discharges', 'reason')
        and t.column_name not in ('question', 'status', 'kind', 'ssn_last_four', 'language', 'stage', 'residency',
            'neighborhood', 'referral_source', 'residency_verified_by', 'source_system');
    update clients set aliases = array['zqx' || nextval('canary')],
        emergency_contact = jsonb_build_object('name', 'zqx' || nextval('canary'), 'phone', '1', 'relationship', 'zqx')
        where id = :client";

/// Where a word stands: each column that has it, of every table.
pub const WHERE: &str = "
    create function standing(word text) returns setof text language plpgsql as $$
    declare
        place record;
        found bigint;
    begin
        for place in select c.table_name, c.column_name from information_schema.columns c
            join pg_tables t on t.tablename = c.table_name and t.schemaname = 'public'
            where c.table_schema = 'public' and c.data_type in ('text', 'jsonb', 'ARRAY', 'tsvector')
        loop
            execute format('select count(*) from %I where %I::text ilike %L', place.table_name, place.column_name,
                           '%' || word || '%') into found;
            if found > 0 then
                return next place.table_name || '.' || place.column_name;
            end if;
        end loop;
    end $$";

pub fn standing(app: &App, word: &str) -> Vec<String> {
    app.database.column(&format!("select * from standing('{word}') order by 1")).unwrap()
}

/// An applicant whom Casey takes in, who then has a bit of everything.
async fn somebody(app: &App) -> String {
    let mut form = form_with("first_name", json!("Zqxina"));
    form["last_name"] = json!("Zqxferrer");
    form["email"] = json!("zqxina@example.org");
    form["equal_opportunity"] = json!([{ "question": "sex", "status": "given", "codes": ["female"] }]);
    let sent = Applicant::new(app).submit(&form).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let casey = app.sign_in(Cast::Casey).unwrap();
    let found = casey.get("/applications").await.json()["items"][0].clone();
    let (id, version) = (found["id"].as_str().unwrap(), found["version"].as_i64().unwrap());
    let taken = casey.post_on(&format!("/applications/{id}/acceptance"), version, json!(null)).await;
    assert!(taken.status < 300, "{}", taken.text());
    let client = app.database.column("select id from clients where first_name = 'Zqxina'").unwrap().remove(0);
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Zqx called" });
    assert_eq!(casey.post(&format!("/clients/{client}/notes"), note).await.status, 201);
    let goal = json!({ "title": "Zqx wants work", "area": "employment", "why": "Zqx" });
    let set = casey.post(&format!("/clients/{client}/goals"), goal).await;
    assert!(set.status == 201 || set.status == 422, "{}", set.text());
    let restriction =
        json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Zqx shouted" });
    assert_eq!(casey.post(&format!("/clients/{client}/restrictions"), restriction).await.status, 201);
    let lena = app.sign_in(Cast::Lena).unwrap();
    let version = lena.get(&format!("/clients/{client}")).await.version();
    let proposed =
        lena.patch(&format!("/clients/{client}"), version, json!({ "first_name": "Zqxana" })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    tamper(
        app,
        &format!(
            "insert into documents (id, client_id, name, format, size, sha256) \
                 values (gen_random_uuid(), '{client}', 'Zqx letter.txt', 'txt', 1, 'x'); \
             insert into external_ids values (gen_random_uuid(), '{client}', 'county', 'zqx-1'); \
             insert into client_tags values (gen_random_uuid(), '{client}', 'zqx'); \
             insert into enrollments (id, client_id, program_id, start_date, end_date) \
                 select gen_random_uuid(), '{client}', id, today() - 20, today() - 2 from programs limit 1; \
             insert into discharges (id, enrollment_id, client_id, discharge_date, reason, comment) \
                 select gen_random_uuid(), id, client_id, end_date, 'completed', 'Zqx moved' from enrollments \
                 where client_id = '{client}'; \
             insert into users (id, name, email, status, client_id) \
                 values (gen_random_uuid(), 'Zqxina', 'zqxina@example.org', 'active', '{client}'); \
             insert into pending_changes (id, edit, body, base, requested_by) \
                 select gen_random_uuid(), 'clients.create', jsonb_build_object('edit', 'create_client', 'draft', \
                     jsonb_build_object('first_name', 'Zqxina', 'last_name', 'Zqxferrer', 'date_of_birth', '1988-05-17')), \
                     '{{}}', id from users where email = 'lena@example.org'"
        ),
    );
    client
}

#[actix_web::test]
async fn nothing_in_the_database_tells_who_it_was_and_the_chain_holds() {
    let app = start().await;
    app.database.run(WHERE).unwrap();
    let client = somebody(&app).await;
    // Part of the log is sealed and indexed by its words already, and part is not.
    while app.state.store.seal_audit().unwrap() > 0 {}
    while app.state.store.index_audit().unwrap() > 0 {}
    tamper(&app, &PLANT.replace(":client", &format!("'{client}'::uuid")));
    tamper(
        &app,
        &format!(
            "update clients set first_name = 'Zqxina', last_name = 'Zqxferrer', date_of_birth = '1988-05-17' \
             where id = '{client}'"
        ),
    );
    set_free(&app, &client);
    let before = standing(&app, "zqx");
    assert!(before.len() > 20, "{before:?}");
    let cora = app.sign_in(Cast::Cora).unwrap();
    let erased = erase(&cora, &client).await;
    assert_eq!(erased.status, 200, "{}", erased.text());
    while app.state.store.seal_audit().unwrap() > 0 {}
    while app.state.store.index_audit().unwrap() > 0 {}
    assert_eq!(standing(&app, "zqx"), Vec::<String>::new());
    let left = "select concat_ws(' ', date_of_birth, ssn_index, photo, emergency_contact, application_id) from clients";
    assert_eq!(app.database.column(&format!("{left} where id = '{client}'")).unwrap(), [""]);
    let verdict = verify(&app.database.web_url(), &[]).unwrap();
    assert_eq!(verdict.findings, Vec::new());
    assert!(verdict.erased > 10, "{verdict:?}");
    Figure {
        id: "M1",
        tried: format!(
            "somebody with a word of their own in {} columns, in what is sealed and what is not, erased; every text of every \
             table searched",
            before.len()
        ),
        goal: "columns that still have the word: 0; findings in the log's chain: 0",
        found: "0; 0".into(),
        control: format!("before: {}", before.len()),
    }
    .keep();
}

#[actix_web::test]
async fn what_reports_count_stays_and_the_log_still_tells_who_did_what_and_when() {
    let app = start().await;
    let client = somebody(&app).await;
    set_free(&app, &client);
    let counted = format!(
        "select concat_ws(' ', (select count(*) from enrollments where client_id = '{client}'), \
         (select count(*) from discharges where client_id = '{client}' and reason = 'completed'), \
         (select string_agg(question || array_to_string(codes, '+'), ' ' order by question) from demographics \
          where client_id = '{client}'), \
         (select string_agg(scope || start_date, ' ') from restrictions where client_id = '{client}'), \
         (select count(*) from stage_moves where client_id = '{client}'), \
         (select count(*) from equal_opportunity))"
    );
    let lines = format!(
        "select md5(string_agg(concat_ws(' ', seq, at, principal, principal_id, operation, action, entity, entity_id, \
         encode(digest, 'hex')), '|' order by seq)) from audit where client_id = '{client}' and seq <= "
    );
    let last = app.database.column("select max(seq) from audit").unwrap().remove(0);
    let before =
        (app.database.column(&counted).unwrap(), app.database.column(&(lines.clone() + &last)).unwrap());
    assert_eq!(erase(&app.sign_in(Cast::Cora).unwrap(), &client).await.status, 200);
    let after = (app.database.column(&counted).unwrap(), app.database.column(&(lines + &last)).unwrap());
    assert_eq!(before, after);
    let ledger = format!(
        "select operation from audit where entity = 'erasures' and client_id = '{client}' and after is not null"
    );
    assert_eq!(app.database.column(&ledger).unwrap(), ["clients.erase"]);
}

#[actix_web::test]
async fn nobody_changes_the_ledger_and_the_servers_role_erases_nothing_that_is_held() {
    let app = start().await;
    let client = somebody(&app).await;
    let web = |sql: &str| {
        app.database.run(&format!("begin; set local session authorization openhall_web; {sql}; rollback"))
    };
    let named = "select begin_as('job', null, 'test', null, null)";
    let try_to = |rule: &str| {
        web(&format!("{named}; select erase_client(gen_random_uuid(), '{client}', '{rule}', 'x')"))
    };
    assert!(try_to("requested").is_err(), "a restriction is in force");
    assert!(try_to("restored").is_err(), "that is the owner's");
    set_free(&app, &client);
    try_to("requested").unwrap();
    assert!(web(&format!("{named}; delete from erasures")).is_err());
    assert!(web(&format!("{named}; insert into erasures values (gen_random_uuid(), '{client}', 'requested', now(), null, 'x', '{{}}')")).is_err());
    assert_eq!(erase(&app.sign_in(Cast::Cora).unwrap(), &client).await.status, 200);
    assert!(
        app.database.run(&format!("begin; {named}; delete from erasures; commit")).is_err(),
        "the owner neither"
    );
}
