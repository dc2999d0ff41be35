-- What belongs to the clients that `cargo xtask bench` has just copied in, in the proportions of an agency that has
-- worked for seven years. Run by the superuser without triggers: a million lines of audit, one by one, are an evening.
-- What the triggers would have kept (the count, the log's first lines) is written at the end.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

-- Ids that can be computed: of the n-th row of a kind. They sort as they were made, like the server's own.
create function pg_temp.made(kind integer, n bigint) returns uuid immutable language sql as $$
    select ('0189000' || kind || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
$$;
create temp table staff as
    select n, pg_temp.made(9, n) as id from generate_series(1, 20 + :count / 2000) as n;
create temp table offered as select row_number() over (order by position) - 1 as n, id from programs;
create temp table made as select n, pg_temp.made(0, n) as id from generate_series(1, :count) as n;

begin;
insert into users (id, name, email) select id, 'Worker ' || n, 'worker' || n || '@example.org' from staff;
insert into user_roles select id, case when n <= 5 then 'case_manager' else 'staff' end from staff;

-- Everybody works with sixty people, Casey too; the others were somebody's once.
insert into assignments (id, client_id, user_id)
select pg_temp.made(1, row_number() over ()), pg_temp.made(0, 1 + k * (:count / 60)), id
from (select id from users where email = 'casey@example.org') as casey, generate_series(0, 59) as k;
insert into assignments (id, client_id, user_id)
select pg_temp.made(1, 1000 + row_number() over ()),
    pg_temp.made(0, 1 + (staff.n * 60 + k) * 7919 % :count), staff.id
from staff, generate_series(0, 59) as k;
insert into assignments (id, client_id, user_id, started_at, ended_at)
select pg_temp.made(1, 1000000 + made.n), made.id, staff.id, now() - interval '900 days', now() - interval '400 days'
from made join staff on staff.n = 1 + made.n % (select count(*) from staff) where made.n % 5 < 3;

insert into enrollments (id, client_id, program_id, start_date, end_date)
select pg_temp.made(2, made.n), made.id, offered.id, current_date - 800, current_date - 600
from made join offered on offered.n = made.n % (select count(*) from offered) where made.n % 2 = 0;
insert into enrollments (id, client_id, program_id, start_date)
select pg_temp.made(2, 10000000 + made.n), made.id, offered.id, current_date - 40
from made join offered on offered.n = made.n % (select count(*) from offered) where made.n % 13 = 0;

insert into addresses (id, client_id, no_fixed_address, street, city, region, postal_code, position)
select pg_temp.made(3, n), id, n % 50 = 0, case when n % 50 = 0 then '' else n % 4000 || ' Mission Street' end,
    'San Francisco', 'CA', '941' || lpad((n % 34)::text, 2, '0'), 0
from made where n % 5 < 3;
insert into demographics (id, client_id, question, status, codes, valid_from)
select pg_temp.made(4, 2 * n), id, 'primary_language', 'given',
    array[(array['english', 'spanish', 'english', 'vietnamese', 'english'])[1 + n % 5]], current_date - 500
from made
union all
select pg_temp.made(4, 2 * n + 1), id, 'sex', case when n % 9 = 0 then 'declined' else 'given' end,
    case when n % 9 = 0 then '{}'::text[] when n % 2 = 0 then '{female}' else '{male}' end, current_date - 500
from made;
insert into stage_moves (id, client_id, stage, entered_at)
select pg_temp.made(5, n), id, 'assessment', now() - interval '500 days' from made;
insert into restrictions (id, client_id, scope, start_date, end_date, reason)
select pg_temp.made(6, n), id, 'organization', current_date - 30,
    case when n % 200 = 0 then null else current_date - 3 end, 'Shouted at a volunteer and would not leave.'
from made where n % 100 = 0;

insert into notes (id, client_id, kind, happened_at, text, author_id, written_at)
select pg_temp.made(7, k), pg_temp.made(0, 1 + k % :count),
    (array['initial', 'follow_up', 'general', 'training', 'employment'])[1 + k % 5], at,
    'Came in on time with the forms from last week. We went over the resume and chose ' || k % 7
    || ' openings to apply for; the bus pass is at the front desk. Next: call the employer and confirm the hour.',
    staff.id, at
from (select k, now() - (3.0 * :count - k) / (3.0 * :count) * interval '2500 days' as at
      from generate_series(1, 3 * :count) as k) as written
join staff on staff.n = 1 + k % (select count(*) from staff);
insert into follow_ups (id, client_id, assignee_id, due_on, purpose, status, closed_at, outcome, created_by, created_at)
select pg_temp.made(8, made.n), made.id, staff.id, day, 'Call about the interview',
    case when day < current_date then 'done' else 'open' end,
    case when day < current_date then day::timestamptz end, case when day < current_date then 'Reached' end,
    staff.id, now() - interval '90 days'
from (select n, id, current_date - 80 + (n % 100)::integer as day from made) as made
join staff on staff.n = 1 + made.n % (select count(*) from staff);

insert into applications (id, reference, status, submitted_at, language, first_name, last_name, preferred_name,
    date_of_birth, phone, phone_key, email, email_key, residency, neighborhood, employment_goals, referral_source,
    referral_detail, consent_version, search_key, client_id, decided_at)
select pg_temp.made(0, 100000000000 + row_number() over ()), left(md5(id::text), 12), 'accepted', created_at, 'en',
    first_name, last_name, '', coalesce(date_of_birth, '1990-01-01'), '', '', '', '', 'resident', '', '', '', '',
    '2026-1', search_key, id, created_at
from clients where right(id::text, 1) = '7';

insert into audit (principal, operation, action, entity, entity_id, client_id, after, digest)
select 'job', 'bench.fill', 'create', 'clients', id, id,
    jsonb_build_object('first_name', first_name, 'last_name', last_name), sha256(uuid_send(id))
from clients where id >= pg_temp.made(0, 0);
delete from kept_counts where entity = 'clients';
insert into kept_counts select 'clients', 0, count(*) from clients;
commit;
