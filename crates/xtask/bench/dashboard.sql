-- What a coordinator's dashboard shows, of everybody: new applications, proposals, clients by stage, what colleagues carry,
-- what was overdue at the end of twelve weeks, how soon applicants were answered, programs and their places, and the
-- coordinator's own clients, follow-ups and numbers.
with me as materialized (select id from users where email = 'cora@example.org'),
weeks as materialized (
    select (date_trunc('week', current_date::timestamp)::date - 7 * n) as monday,
        least(current_date, date_trunc('week', current_date::timestamp)::date - 7 * n + 6) as sunday
    from generate_series(0, 11) as n
),
late as materialized (
    select due_on, created_at, closed_at from follow_ups where status = 'open' and due_on < current_date
    union all
    select due_on, created_at, closed_at from follow_ups
    where status <> 'open' and (closed_at at time zone 'UTC') >= due_on + interval '10 hours'
        and closed_at >= current_date - 84
)
select jsonb_build_object(
    'applications', (select count(*) from applications where status = 'new'),
    'oldest', (select jsonb_agg(one) from (select id, version, reference, status, first_name, last_name, preferred_name,
        submitted_at, first_contact_at, phone, email, language from applications where status = 'new'
        order by submitted_at, id limit 5) as one),
    'approvals', (select count(*) from pending_changes where status = 'pending'),
    'latest', (select jsonb_agg(one) from (select id, version, edit, status, client_id, body, base, requested_at
        from pending_changes where status = 'pending' order by requested_at desc, id desc limit 5) as one),
    'stages', (select jsonb_object_agg(stage, number) from (
        select stage, count(*) as number from clients where status = 'active' group by stage) as one),
    'team', (select jsonb_agg(one) from (select users.id, users.name,
            (select count(*) from assignments where user_id = users.id and ended_at is null) as clients,
            (select count(*) from follow_ups where assignee_id = users.id and status = 'open') as open,
            (select count(*) from follow_ups where assignee_id = users.id and status = 'open'
                and due_on < current_date) as overdue,
            (select count(*) from follow_ups where assignee_id = users.id and status = 'open'
                and due_on = current_date) as today
        from users where client_id is null order by users.name) as one),
    'trend', (select jsonb_agg(one) from (select sunday, count(late.due_on) from weeks left join late
        on late.due_on < sunday and late.created_at < sunday + 1
            and (late.closed_at is null or late.closed_at >= sunday + 1) group by sunday) as one),
    'answers', (select jsonb_agg(one) from (select monday, count(id),
        percentile_cont(0.5) within group (order by least(first_contact_at, decided_at) - submitted_at)
        from weeks left join applications on submitted_at >= monday and submitted_at < sunday + 1 group by monday) as one),
    'places', (select jsonb_agg(one) from (select id, name,
            (select capacity from program_capacities where program_id = programs.id and effective_from <= current_date
                order by effective_from desc limit 1) as capacity,
            (select count(*) from enrollments where program_id = programs.id and start_date <= current_date
                and (end_date is null or end_date >= current_date)) as enrolled
        from programs) as one),
    'clients', (select jsonb_agg(one) from (select c.id, c.version, c.first_name, c.last_name, c.preferred_name, c.stage,
        c.updated_at from assignments join clients as c on c.id = assignments.client_id
        where ended_at is null and user_id = (select id from me) order by c.updated_at desc, c.id desc limit 5) as one),
    'next', (select jsonb_agg(one) from (select id, due_on, purpose from follow_ups
        where assignee_id = (select id from me) and status = 'open' order by due_on, id limit 8) as one),
    'notes', (select count(*) from notes where author_id = (select id from me) and written_at >= current_date - 30)
);
