//! Facts about the numbers of the first page: each is what its list shows to the same person.

use serde_json::{Value, json};
use testkit::{App, Cast, Visitor};

/// Months of work of several people: in time, late, undone, of clients of all kinds.
const MONTHS: &str = "begin; select begin_as('job', null, 'test', null, null);
    update clients set status = (array['active', 'active', 'inactive', 'closed'])[1 + ascii(right(id::text, 1)) % 4],
        stage = (array['intake', 'assessment', 'job_placement'])[1 + ascii(right(id::text, 2)) % 3];
    insert into assignments (id, client_id, user_id, started_at)
    select gen_random_uuid(), clients.id, users.id, now() - number * interval '9 days'
    from (select id, row_number() over (order by id) as number from clients) as clients, users
    where users.email in ('max@example.org', 'cora@example.org') and number % 2 = 0;
    insert into follow_ups (id, client_id, assignee_id, due_on, purpose, status, closed_at, created_by, created_at)
    select gen_random_uuid(), client_id, user_id, day, 'Call',
        case when n % 3 = 0 then 'open' when n % 7 = 0 then 'cancelled' else 'done' end,
        case when n % 3 <> 0 then least(now(), day::timestamptz + (n % 11 - 3) * interval '31 hours') end,
        user_id, day - interval '20 days'
    from (select client_id, user_id, n, today() - n * 2 + 3 as day from caseload, generate_series(1, 55) as n
          where n % 4 = ascii(right(client_id::text, 1)) % 4) as worked;
    insert into follow_ups (id, client_id, assignee_id, due_on, purpose, created_by)
    select gen_random_uuid(), clients.id, users.id, today() - 5, 'Ask whose this is', users.id
    from clients, users where users.email = 'otto@example.org';
    insert into notes (id, client_id, kind, happened_at, text, author_id, written_at)
    select gen_random_uuid(), client_id, (array['general', 'training'])[1 + n % 2], now(), 'Called.', user_id,
        now() - n * interval '50 hours' from caseload, generate_series(1, 30) as n;
    insert into applications (id, reference, status, submitted_at, first_contact_at, decided_at, decline_reason,
        language, first_name, last_name, preferred_name, date_of_birth, phone, phone_key, email, email_key, residency,
        neighborhood, employment_goals, referral_source, referral_detail, consent_version, search_key)
    select gen_random_uuid(), 'T' || n, (array['new', 'contacted', 'declined'])[1 + n % 3], at,
        case when n % 3 = 1 then at + n * interval '1 hour' end, case when n % 3 = 2 then at + interval '9 hours' end,
        case when n % 3 = 2 then 'Moved away' end,
        'en', 'Ana', 'Luz', '', '1990-01-01', '', '', '', '', 'resident', '', '', '', '', '2026-1', ' ana luz '
    from (select n, now() - n * interval '53 hours' as at from generate_series(1, 50) as n) as came;
    insert into enrollments (id, client_id, program_id, start_date)
    select gen_random_uuid(), clients.id, programs.id, today() - 3 from clients, programs
    where ascii(right(clients.id::text, 1)) % 3 = programs.position % 3 on conflict do nothing;
    insert into program_capacities (id, program_id, effective_from, capacity)
    select gen_random_uuid(), id, today() - 9, 4 from programs on conflict do nothing;
    commit";

/// A colleague with a role of the organization's own: sees the team, and of clients the caseload alone.
const LEAD: &str = "begin; select begin_as('job', null, 'test', null, null);
    insert into own_roles (id, name, sight, permissions) values ('0190a000-0000-7000-8000-00000000d001', 'Lead',
        'caseload', '{see_clients,see_client_details,see_follow_ups,see_team,see_enrollments,see_programs,
        write_general_notes,read_notes}');
    delete from user_roles where user_id = (select id from users where email = 'cole@example.org');
    insert into user_own_roles select id, '0190a000-0000-7000-8000-00000000d001' from users where email = 'cole@example.org';
    commit";

async fn agency() -> App {
    let app = App::start().await.unwrap();
    app.database.run(MONTHS).unwrap();
    app
}

/// Everybody with a page: those who see everyone, those with a caseload, the card alone, and a role of one's own.
const READERS: [Cast; 9] = [
    Cast::Ada,
    Cast::Cora,
    Cast::Max,
    Cast::Ana,
    Cast::Casey,
    Cast::Otto,
    Cast::Stan,
    Cast::Vera,
    Cast::Cole,
];

/// All rows of a list, page after page.
async fn count(who: &Visitor, path: &str) -> i64 {
    let (mut count, mut cursor) = (0, String::new());
    loop {
        let answer = who.get(&format!("{path}&limit=100{cursor}")).await;
        assert_eq!(answer.status, 200, "{path} {}", answer.text());
        let page = answer.json();
        count += page["items"].as_array().unwrap().len() as i64;
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return count,
        }
    }
}

fn rows(list: &Value) -> Vec<Value> {
    list.as_array().cloned().unwrap_or_default()
}

/// Each number of a page with the list that it leads to.
fn numbers(page: &Value, me: &str, sees_everyone: bool) -> Vec<(i64, String)> {
    let mut all = Vec::new();
    let mut put = |number: &Value, list: String| {
        if let Some(number) = number.as_i64() {
            all.push((number, list));
        }
    };
    let mine = if sees_everyone { format!("/clients?assignee={me}") } else { "/clients?sort=updated".into() };
    put(&page["my_clients"]["count"], mine);
    put(&page["new_applications"]["count"], "/applications?status=new".into());
    put(&page["follow_ups"]["overdue"], "/follow-ups?overdue=true".into());
    put(&page["follow_ups"]["today"], "/follow-ups?today=true".into());
    put(&page["approvals"]["count"], "/changes?to_decide=true".into());
    let since = page["numbers"]["since"].as_str().unwrap_or_default();
    put(&page["numbers"]["notes"], format!("/notes?author={me}&written_since={since}"));
    put(&page["numbers"]["follow_ups_done"], format!("/follow-ups?status=done&closed_since={since}"));
    put(&page["numbers"]["new_clients"], format!("/clients?assignee={me}&assigned_since={since}"));
    for one in rows(&page["case_load"]) {
        put(&one["clients"], format!("/clients?status=active&stage={}", text(&one["stage"])));
    }
    for one in rows(&page["team"]) {
        let whose = text(&one["user_id"]);
        put(&one["clients"], format!("/clients?assignee={whose}"));
        put(&one["open_follow_ups"], format!("/follow-ups?team=true&assignee={whose}"));
        put(&one["overdue_follow_ups"], format!("/follow-ups?team=true&overdue=true&assignee={whose}"));
        put(&one["follow_ups_today"], format!("/follow-ups?team=true&today=true&assignee={whose}"));
    }
    let team = if page["overdue_trend"]["team"] == true { "team=true&" } else { "" };
    for week in rows(&page["overdue_trend"]["weeks"]) {
        put(&week["overdue"], format!("/follow-ups?{team}late_on={}", text(&week["on"])));
    }
    for week in rows(&page["response_time"]) {
        put(
            &week["received"],
            format!("/applications?from={}&to={}", text(&week["from"]), text(&week["to"])),
        );
    }
    for one in rows(&page["capacity"]) {
        put(&one["enrolled"], format!("/clients?program={}", text(&one["program_id"])));
    }
    all
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

async fn compare(app: &App, person: Cast) -> Vec<(i64, String)> {
    let who = app.sign_in(person).unwrap();
    let me = app.user(person).unwrap().to_string();
    let sees_everyone = who.get("/me").await.json()["sees_everyone"] == true;
    let page = who.get("/dashboard").await.json();
    let numbers = numbers(&page, &me, sees_everyone);
    for (number, list) in &numbers {
        assert_eq!(count(&who, list).await, *number, "{} {list}", person.name());
    }
    numbers
}

#[actix_web::test]
async fn every_number_is_what_its_list_shows() {
    let app = agency().await;
    for person in READERS {
        let numbers = compare(&app, person).await;
        assert!(numbers.iter().any(|(number, _)| *number > 0), "{} {numbers:?}", person.name());
    }
}

#[actix_web::test]
async fn whoever_sees_the_team_by_a_role_of_their_own_counts_nobody_out_of_sight() {
    let app = agency().await;
    app.database.run(LEAD).unwrap();
    let hers: i64 = compare(&app, Cast::Cole).await.iter().map(|(number, _)| number).sum();
    let all: i64 = compare(&app, Cast::Max).await.iter().map(|(number, _)| number).sum();
    assert!(0 < hers && hers < all, "{hers} of {all}");
}

#[actix_web::test]
async fn the_trend_ends_with_what_is_overdue_now() {
    let app = agency().await;
    for person in [Cast::Casey, Cast::Otto, Cast::Stan] {
        let page = app.sign_in(person).unwrap().get("/dashboard").await.json();
        let weeks = rows(&page["overdue_trend"]["weeks"]);
        assert_eq!((weeks.len(), &page["overdue_trend"]["team"]), (12, &json!(false)));
        assert_eq!(weeks[11]["overdue"], page["follow_ups"]["overdue"], "{}", person.name());
        let shape: std::collections::BTreeSet<_> =
            weeks.iter().map(|week| week["overdue"].as_i64()).collect();
        assert!(shape.len() > 2, "{weeks:?}");
    }
    let max = app.sign_in(Cast::Max).unwrap().get("/dashboard").await.json();
    let late: i64 = rows(&max["team"]).iter().filter_map(|one| one["overdue_follow_ups"].as_i64()).sum();
    assert_eq!(max["overdue_trend"]["weeks"][11]["overdue"], late);
    assert_eq!(max["overdue_trend"]["team"], true);
}

#[actix_web::test]
async fn what_was_closed_before_the_week_ended_was_not_overdue_then() {
    let app = App::start().await.unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    let trend = || async {
        let page = otto.get("/dashboard?tile=overdue_trend").await.json();
        let weeks = rows(&page["overdue_trend"]["weeks"]);
        weeks.iter().filter_map(|week| week["overdue"].as_i64()).collect::<Vec<_>>()
    };
    let before = trend().await;
    // The end of a Sunday is the last moment of its week, by the organization's clock.
    let late = "begin; select begin_as('job', null, 'test', null, null);
        insert into follow_ups (id, client_id, assignee_id, due_on, purpose, status, closed_at, created_by, created_at)
        select gen_random_uuid(), client_id, user_id, monday - 10, 'Call', 'done',
            day_begins(monday) + late * interval '1 second', user_id, monday - interval '20 days'
        from caseload, (values (-1), (0)) as closed (late),
            (select date_trunc('week', today()::timestamp)::date - 14 as monday) as weeks
        where user_id = (select id from users where email = 'otto@example.org'); commit";
    app.database.run(late).unwrap();
    let grown: Vec<i64> = trend().await.iter().zip(&before).map(|(now, was)| now - was).collect();
    // Both were overdue at the end of the week of their day, and at the end of the next the one that was closed too late.
    assert_eq!(grown, [0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0]);
}

#[actix_web::test]
async fn the_middle_answer_of_a_week_counts_from_the_form_to_the_first_word() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let week =
        || async { cora.get("/dashboard?tile=response_time").await.json()["response_time"][8].clone() };
    let before = week().await;
    assert_eq!((&before["received"], &before["median_hours"]), (&json!(0), &json!(null)));
    let came = "begin; select begin_as('job', null, 'test', null, null);
        insert into applications (id, reference, status, submitted_at, first_contact_at, decided_at, decline_reason,
            language, first_name, last_name, preferred_name, date_of_birth, phone, phone_key, email, email_key, residency,
            neighborhood, employment_goals, referral_source, referral_detail, consent_version, search_key)
        select gen_random_uuid(), 'W' || n, (array['new', 'contacted', 'declined'])[n], at,
            case when n > 1 then at + interval '4 hours' end, case n when 3 then at + interval '90 hours' end,
            case n when 3 then 'Moved away' end, 'en', 'Ana', 'Luz', '', '1990-01-01', '', '', '', '', 'resident', '', '',
            '', '', '2026-1', ' ana luz '
        from (select n, day_begins(date_trunc('week', today()::timestamp)::date - 21) as at from generate_series(1, 3) as n) as came;
        commit";
    app.database.run(came).unwrap();
    let after = week().await;
    assert_eq!(
        (&after["received"], &after["answered"], &after["median_hours"]),
        (&json!(3), &json!(2), &json!(4.0))
    );
}

#[actix_web::test]
async fn a_case_worker_has_the_places_of_the_programs_they_work_in() {
    let app = agency().await;
    let names = |page: &Value| {
        rows(&page["capacity"]).iter().map(|one| text(&one["program"]).to_owned()).collect::<Vec<_>>()
    };
    let casey = app.sign_in(Cast::Casey).unwrap().get("/dashboard?tile=capacity").await.json();
    assert_eq!(names(&casey), ["CityBuild Academy"]);
    let otto = app.sign_in(Cast::Otto).unwrap().get("/dashboard?tile=capacity").await.json();
    assert_eq!(names(&otto), Vec::<String>::new());
    let max = app.sign_in(Cast::Max).unwrap().get("/dashboard?tile=capacity").await.json();
    let shares: Vec<i64> = rows(&max["capacity"]).iter().filter_map(|one| one["enrolled"].as_i64()).collect();
    assert!(shares.len() > 1 && shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
}
