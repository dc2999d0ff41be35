-- Everything in the database that is code: created anew after the migrations whenever this text changes.
-- Each function has its one current text here.

-- The organization's day.
create or replace function today() returns date language sql stable as $$
    select (now() at time zone coalesce((select time_zone from organization), 'UTC'))::date
$$;

-- When a day of the organization begins.
create or replace function day_begins(day date) returns timestamptz language sql stable as $$
    select day::timestamp at time zone coalesce((select time_zone from organization), 'UTC')
$$;

-- Clients that a user works with: assigned, or enrolled now in a program that the user staffs.
create or replace view caseload as
    select user_id, client_id from assignments where ended_at is null
    union
    select program_staff.user_id, enrollments.client_id
    from program_staff
    -- In parentheses the day is asked once, else for each row.
    join enrollments on enrollments.program_id = program_staff.program_id
        and enrollments.start_date <= (select today())
        and coalesce(enrollments.end_date, 'infinity') >= (select today());

-- Whether somebody who saw this much of the clients (`everyone`, `caseload`, `nobody`) sees a client no longer with that
-- much, or without a program. What the caseload is stands above.
create or replace function loses_sight(person uuid, client uuid, saw text, sees text, without uuid)
returns boolean language sql stable as $$
    select (saw = 'everyone' or (saw = 'caseload' and exists(
            select from caseload where caseload.user_id = person and caseload.client_id = client)))
        and not (sees = 'everyone' or (sees = 'caseload' and (
            exists(
                select from assignments
                where assignments.user_id = person and assignments.client_id = client and ended_at is null)
            or exists(
                select from program_staff
                join enrollments on enrollments.program_id = program_staff.program_id
                    and enrollments.start_date <= (select today())
                    and coalesce(enrollments.end_date, 'infinity') >= (select today())
                where program_staff.user_id = person and enrollments.client_id = client
                    and program_staff.program_id is distinct from without))))
$$;

-- Who is behind a session or a key, and the organization's clock. Without either, or once it or the person may not
-- act any more, the row names nobody. Whether what was shown is the key, whoever asks compares with its hash. How long a
-- session lasts, idle and in any case, stands in the settings: a shorter time ends those too that were opened before.
-- The day is written out instead of asked of today(): every request comes through here, and calling
-- it costs more than all the rest.
-- What it gives may be more than it was, which replacing does not allow.
drop function if exists actor(uuid), begin_as(text, uuid, text, text, text);
drop function if exists actor(uuid, uuid), begin_as(text, uuid, text, text, text, uuid);
create function actor(wanted_session uuid, wanted_key uuid default null)
returns table (
    today date, at timestamptz, user_id uuid, name text, email text, client_id uuid, roles text[], own_roles jsonb,
    second_factor_roles text[], has_second_factor boolean, key_hash bytea, key_permissions text[],
    collects_ssn boolean, settings_version integer
)
language sql stable as $$
    select (now() at time zone coalesce(organization.time_zone, 'UTC'))::date, now(),
        users.id, users.name, users.email, users.client_id,
        coalesce((select array_agg(role order by role) from user_roles where user_roles.user_id = users.id), '{}'),
        (select jsonb_agg(to_jsonb(own_roles) order by own_roles.name)
         from user_own_roles join own_roles on own_roles.id = user_own_roles.role_id
         where user_own_roles.user_id = users.id),
        coalesce(organization.second_factor_roles, '{}'), users.second_factor_since is not null,
        key.secret_hash, key.permissions, coalesce(organization.collects_ssn, true), settings.version
    -- Each has one row. A planner that was not told takes a table that nobody analyzed for one of hundreds, multiplies
    -- them, and compiles what it believes to be a large query: that took half a second a request.
    from (select * from settings limit 1) as settings
    left join (select * from organization limit 1) as organization on true
    left join api_keys as key
        on key.id = wanted_key
        and key.revoked_at is null
        and key.expires_on >= (now() at time zone coalesce(organization.time_zone, 'UTC'))::date
    left join users
        on users.status = 'active'
        and users.id = coalesce(
            (select sessions.user_id from sessions
             where sessions.id = wanted_session
                 and sessions.revoked_at is null
                 and sessions.expires_at > now()
                 and sessions.created_at > now() - make_interval(hours => settings.session_hours)
                 and sessions.last_used_at > now() - make_interval(mins => settings.session_idle_minutes)),
            key.made_by)
$$;

-- Names who writes and why, for this transaction, and says who that is: one round to the server. A session
-- that may not act names nobody, so its writes are refused by the audit trigger as well. It is called stable, though
-- it sets what holds for the transaction, because PostgreSQL then makes it a part of the statement that asks, which
-- it plans once; the inner columns are kept because set_config is volatile.
create function begin_as(
    principal text, wanted_session uuid, operation text, reason text, request_id text,
    wanted_key uuid default null
) returns table (
    today date, at timestamptz, user_id uuid, name text, email text, client_id uuid, roles text[], own_roles jsonb,
    second_factor_roles text[], has_second_factor boolean, key_hash bytea, key_permissions text[],
    collects_ssn boolean, settings_version integer
)
language sql stable as $$
    select named.today, named.at, named.user_id, named.name, named.email, named.client_id, named.roles,
        named.own_roles, named.second_factor_roles, named.has_second_factor, named.key_hash, named.key_permissions,
        named.collects_ssn, named.settings_version
    from (
        select found.*,
            set_config('openhall.principal',
                       case when principal in ('user', 'api_key') and found.user_id is null then '' else principal end, true),
            set_config('openhall.principal_id', coalesce(found.user_id::text, ''), true),
            set_config('openhall.api_key_id', coalesce(wanted_key::text, ''), true),
            set_config('openhall.operation', operation, true),
            set_config('openhall.reason', coalesce(reason, ''), true),
            set_config('openhall.request_id', coalesce(request_id, ''), true)
        from actor(wanted_session, wanted_key) as found
    ) as named
$$;

-- Writes one line of the log. Refuses where nobody has said who is writing.
create or replace function record(
    action text, entity text, entity_id uuid, client_id uuid, before jsonb, after jsonb
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    principal text := named_principal(entity);
    operation text := current_setting('openhall.operation', true);
begin
    insert into audit (principal, principal_id, api_key_id, operation, reason, request_id,
                       action, entity, entity_id, client_id, before, after, digest)
    values (principal, nullif(current_setting('openhall.principal_id', true), '')::uuid,
            nullif(current_setting('openhall.api_key_id', true), '')::uuid, operation,
            nullif(current_setting('openhall.reason', true), ''),
            nullif(current_setting('openhall.request_id', true), ''),
            action, entity, entity_id, client_id, before, after,
            sha256(convert_to(concat_ws('|', principal, operation, action, entity, entity_id, client_id,
                                        before, after), 'UTF8')));
end $$;

-- Who writes; raises where nobody is named, in psql as well.
create or replace function named_principal(entity text) returns text language plpgsql stable as $$
begin
    if coalesce(current_setting('openhall.principal', true), '') = ''
        or coalesce(current_setting('openhall.operation', true), '') = '' then
        raise exception 'a write to % without a principal', entity
            using hint = 'Say who writes and why: select * from begin_as(...)', errcode = 'OH001';
    end if;
    return current_setting('openhall.principal');
end $$;

-- The one audit trigger. First argument: the column that names the client ('' where none does). The others:
-- columns that never reach the log (search keys, versions). Of sealed columns it tells that they changed.
create or replace function audited() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    client_column text := tg_argv[0];
    hidden text[] := tg_argv[1:];
    was jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
    is_now jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
    whole jsonb := was || is_now;
    before jsonb;
    after jsonb;
begin
    perform named_principal(tg_table_name);
    select jsonb_object_agg(key, logged(key, was -> key)) filter (where was -> key <> 'null'),
           jsonb_object_agg(key, logged(key, is_now -> key)) filter (where is_now -> key <> 'null')
    into before, after
    from jsonb_object_keys(whole) as key
    where was -> key is distinct from is_now -> key and key <> all (hidden)
        and not (coalesce(was -> key, 'null') = 'null' and coalesce(is_now -> key, 'null') = 'null');
    if tg_op = 'UPDATE' and before is null and after is null then
        return null;
    end if;
    perform record(
        case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'update' else 'delete' end,
        tg_table_name, (whole ->> 'id')::uuid,
        case when client_column = '' then null else (whole ->> client_column)::uuid end,
        before, after);
    return null;
end $$;

-- A value as the log keeps it: of secrets it tells that they changed.
create or replace function logged(key text, value jsonb) returns jsonb language sql immutable as $$
    select case when key like '%\_sealed' or key in ('password_hash', 'recovery_hashes') then '"sealed"'::jsonb else value end
$$;

-- Deletes some applications that the settings keep no longer: declined ones, and those that nobody ever answered, with
-- everything that came with them but the answers that are counted, which have their month from here on. The log keeps
-- that there was one and when it went; what it said of the person goes from there too, and the digests of these lines
-- stay. Whether one is due this looks itself: who serves requests may not change the log. Says how many went.
create or replace function forget_applications() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    due uuid[];
    theirs uuid[];
begin
    select array_agg(one.id) into due from (
        select applications.id from applications, settings
        where application_months > 0 and (
            (status = 'declined' and decided_at < now() - make_interval(months => application_months))
            or (status = 'new' and submitted_at < now() - make_interval(months => application_months)))
        limit 200 for update of applications skip locked
    ) as one;
    if due is null then
        return 0;
    end if;
    select array_agg(id) into theirs from (
        select id from documents where application_id = any(due)
        union all select id from demographics where application_id = any(due)
        union all select id from custom_values where application_id = any(due)
    ) as parts;
    update equal_opportunity
    set application_id = null,
        month = date_trunc('month', submitted_at at time zone coalesce((select time_zone from organization), 'UTC'))
    from applications where applications.id = equal_opportunity.application_id and applications.id = any(due);
    delete from documents where application_id = any(due);
    delete from notifications where subject_id = any(due);
    delete from applications where id = any(due);
    update audit set before = null, after = null, reason = null
    where (entity = 'applications' and entity_id = any(due))
        or (entity in ('documents', 'demographics', 'custom_values') and entity_id = any(theirs));
    return cardinality(due);
end $$;

-- Sixteen counters a table: see kept_counts.
create or replace function counted() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    change bigint := 0;
begin
    if tg_op = 'INSERT' then select count(*) from fresh into change; end if;
    if tg_op = 'DELETE' then select -count(*) from gone into change; end if;
    insert into kept_counts values (tg_table_name, pg_backend_pid() % 16, change)
    on conflict (entity, slot) do update set count = kept_counts.count + excluded.count;
    return null;
end $$;

-- Clients whose search key has something like these words, as far as trigrams tell: those who are much alike, and
-- where they are few, those who are as much alike as the caller asks at least. Of a common name that was misspelled
-- the second kind are thousands, and each is compared by itself. A function of its own because the planner takes the
-- comparison for a cheap one and would make it with every row instead of asking the index. It is told that there are
-- few, or it would read every row to join them.
create or replace function alike(wanted text, threshold real) returns table (client_id uuid)
language plpgsql stable rows 100 set enable_seqscan = off as $$
declare
    least real;
    found_so_far bigint;
begin
    foreach least in array array[greatest(threshold, 0.5), threshold] loop
        perform set_config('pg_trgm.word_similarity_threshold', least::text, true);
        return query select clients.id from clients where search_key %> wanted;
        get diagnostics found_so_far = row_count;
        exit when found_so_far >= 5;
    end loop;
end $$;
