-- What a case manager's dashboard shows, of their caseload alone: its clients by stage, what happened with them, their own
-- follow-ups, also at the end of twelve weeks, the applications that wait and how soon others were answered.
with me as materialized (select id from users where email = 'casey@example.org'),
mine as materialized (
    select client_id from assignments where ended_at is null and user_id = (select id from me)
    union
    select client_id from program_staff join enrollments using (program_id)
    where program_staff.user_id = (select id from me) and start_date <= current_date
        and coalesce(end_date, 'infinity') >= current_date
),
weeks as materialized (
    select (date_trunc('week', current_date::timestamp)::date - 7 * n) as monday,
        least(current_date, date_trunc('week', current_date::timestamp)::date - 7 * n + 6) as sunday
    from generate_series(0, 11) as n
),
late as materialized (
    select due_on, created_at, closed_at from follow_ups
    where assignee_id = (select id from me) and due_on < current_date
        and (closed_at is null or closed_at >= current_date - 84)
)
select jsonb_build_object(
    'applications', (select count(*) from applications where status = 'new'),
    'oldest', (select jsonb_agg(one) from (select id, version, reference, status, first_name, last_name, preferred_name,
        submitted_at, first_contact_at, phone, email, language from applications where status = 'new'
        order by submitted_at, id limit 5) as one),
    'stages', (select jsonb_object_agg(stage, number) from (select stage, count(*) as number
        from mine join clients on clients.id = mine.client_id where status = 'active' group by stage) as one),
    'trend', (select jsonb_agg(one) from (select sunday, count(late.due_on) from weeks left join late
        on late.due_on < sunday and late.created_at < sunday + 1
            and (late.closed_at is null or late.closed_at >= sunday + 1) group by sunday) as one),
    'answers', (select jsonb_agg(one) from (select monday, count(id),
        percentile_cont(0.5) within group (order by least(first_contact_at, decided_at) - submitted_at)
        from weeks left join applications on submitted_at >= monday and submitted_at < sunday + 1 group by monday) as one),
    'clients', (select jsonb_agg(one) from (select c.id, c.version, c.first_name, c.last_name, c.preferred_name, c.stage,
        c.updated_at from mine join clients as c on c.id = mine.client_id
        order by c.updated_at desc, c.id desc limit 5) as one),
    'next', (select jsonb_agg(one) from (select id, due_on, purpose from follow_ups
        where assignee_id = (select id from me) and status = 'open' order by due_on, id limit 8) as one),
    'activity', (select jsonb_agg(one) from (
        select client_id, written_at as at, kind from mine join notes using (client_id)
            where written_at > now() - interval '14 days'
        union all
        select client_id, entered_at, stage from mine join stage_moves using (client_id)
            where entered_at > now() - interval '14 days'
        order by at desc limit 8) as one),
    'notes', (select count(*) from notes where author_id = (select id from me) and written_at >= current_date - 30)
);
