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

-- Whether somebody works in a program that a client is in on a day, a program left aside.
create or replace function works_where(person uuid, client uuid, day date, without uuid default null)
returns boolean language sql stable as $$
    select exists(
        select from program_staff
        join enrollments on enrollments.program_id = program_staff.program_id
            and enrollments.start_date <= day and coalesce(enrollments.end_date, 'infinity') >= day
        where program_staff.user_id = person and enrollments.client_id = client
            and program_staff.program_id is distinct from without)
$$;

-- Whether somebody works with a client on a day, as the caseload has it, a program left aside. An enrollment that ends today
-- shows the client until midnight: whoever asks where something is left behind asks for tomorrow too.
create or replace function works_with(person uuid, client uuid, day date, without uuid default null)
returns boolean language sql stable as $$
    select exists(
            select from assignments
            where assignments.user_id = person and assignments.client_id = client and ended_at is null)
        or works_where(person, client, day, without)
$$;

-- Whether somebody has a client in the caseload, and will tomorrow.
create or replace function keeps_sight(person uuid, client uuid) returns boolean language sql stable as $$
    select works_with(person, client, today()) and works_with(person, client, today() + 1)
$$;

-- Whether somebody who saw this much of the clients (`everyone`, `caseload`, `nobody`) sees a client no longer with that
-- much, or without a program: today, or from tomorrow on where they would have seen the client then.
create or replace function loses_sight(person uuid, client uuid, saw text, sees text, without uuid)
returns boolean language sql stable as $$
    select exists(
        select from (values (today()), (today() + 1)) as days (day)
        where (saw = 'everyone' or (saw = 'caseload' and works_with(person, client, day)))
            and not (sees = 'everyone' or (sees = 'caseload' and works_with(person, client, day, without))))
$$;

-- Whether somebody who sees their caseload sees a client no longer whom this enrollment ends for: by its program alone they
-- saw the client, and they do not work in the program that the client goes to, nor in one where the client is tomorrow too.
create or replace function loses_client(person uuid, client uuid, enrollment uuid, goal uuid)
returns boolean language sql stable as $$
    select exists(
            select from enrollments
            join program_staff on program_staff.program_id = enrollments.program_id
            where enrollments.id = enrollment and enrollments.client_id = client and program_staff.user_id = person)
        and not exists(
            select from assignments
            where assignments.user_id = person and assignments.client_id = client and ended_at is null)
        and not exists(
            select from program_staff
            where program_staff.user_id = person and (program_staff.program_id = goal or exists(
                select from enrollments as other
                where other.program_id = program_staff.program_id and other.client_id = client
                    and other.id <> enrollment and other.start_date <= (select today()) + 1
                    and coalesce(other.end_date, 'infinity') > (select today()))))
$$;

-- Whether somebody decides still on the answer to an offer: a proposal that takes the client off the list, and that was made
-- since the offer and by its last day. What was asked before, or later, is no answer to it.
drop function if exists waits_for_review(uuid, uuid);
create or replace function waits_for_review(client uuid, program uuid, offered timestamptz, last date)
returns boolean language sql stable as $$
    select exists(
        select from pending_changes
        where pending_changes.client_id = client and pending_changes.status = 'pending'
            and pending_changes.edit in ('enrollments.create', 'enrollments.transfer')
            and pending_changes.body #>> '{draft,program_id}' = program::text
            and coalesce((pending_changes.body #>> '{draft,end_date}')::date, 'infinity') >= today()
            and pending_changes.requested_at >= offered
            and pending_changes.requested_at < day_begins(last + 1))
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

-- A line of the log, for the two below that may write there: whoever calls this with no more than their own rights is
-- refused by the table.
create or replace function write_line(
    principal text, action text, entity text, entity_id uuid, client_id uuid, before jsonb, after jsonb
) returns void language plpgsql as $$
declare
    why text := nullif(current_setting('openhall.reason', true), '');
begin
    insert into audit (principal, principal_id, api_key_id, operation, reason, request_id,
                       action, entity, entity_id, client_id, before, after, digest)
    values (principal, nullif(current_setting('openhall.principal_id', true), '')::uuid,
            nullif(current_setting('openhall.api_key_id', true), '')::uuid,
            current_setting('openhall.operation', true), why,
            nullif(current_setting('openhall.request_id', true), ''),
            action, entity, entity_id, client_id, before, after,
            -- What can go by law, as a list in JSON: nothing in it can pass for something else. All else is in the link.
            sha256(convert_to(jsonb_build_array(why, before, after)::text, 'UTF8')));
end $$;

-- Writes one line of the log. Refuses where nobody has said who is writing.
create or replace function record(
    action text, entity text, entity_id uuid, client_id uuid, before jsonb, after jsonb
) returns void language sql security definer set search_path = public, pg_temp as $$
    select write_line(named_principal(entity), action, entity, entity_id, client_id, before, after)
$$;

-- The one audit trigger. First argument: the column that names the client ('' where none does). The others:
-- columns that never reach the log (search keys, versions). Of sealed columns it tells that they changed.
create or replace function audited() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    principal text := named_principal(tg_table_name);
    client_column text := tg_argv[0];
    hidden text[] := tg_argv[1:];
    was jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
    is_now jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
    -- Both have the same columns.
    columns jsonb := case when tg_op = 'DELETE' then was else is_now end;
    before jsonb;
    after jsonb;
begin
    select jsonb_object_agg(key, logged(key, was -> key)) filter (where was -> key <> 'null'),
           jsonb_object_agg(key, logged(key, is_now -> key)) filter (where is_now -> key <> 'null')
    into before, after
    from jsonb_object_keys(columns - hidden) as key
    where coalesce(was -> key, 'null') <> coalesce(is_now -> key, 'null');
    if tg_op = 'UPDATE' and before is null and after is null then
        return null;
    end if;
    perform write_line(
        principal, case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'update' else 'delete' end,
        tg_table_name, (columns ->> 'id')::uuid,
        case when client_column <> '' then (columns ->> client_column)::uuid end,
        before, after);
    return null;
end $$;

-- Refuses a row about somebody whose record was erased. Whoever erases at this moment is waited for: the record's row
-- stays, so that the foreign key alone would let in behind the erasing what was begun before it.
create or replace function of_record() returns trigger language plpgsql as $$
begin
    perform from clients where id = new.client_id and erased_at is null for key share;
    if not found then
        raise exception 'there is no record of this client' using errcode = 'OH004';
    end if;
    return new;
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
    links uuid[];
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
    links := own_links(due);
    update equal_opportunity
    set application_id = null,
        month = date_trunc('month', submitted_at at time zone coalesce((select time_zone from organization), 'UTC'))
    from applications where applications.id = equal_opportunity.application_id and applications.id = any(due);
    delete from documents where application_id = any(due);
    delete from notifications where subject_id = any(due);
    delete from applications where id = any(due);
    perform erase_links(links);
    perform erase_lines('applications', (
        select array_agg(seq) from audit
        where (entity = 'applications' and entity_id = any(due))
            or (entity = 'intake_links' and entity_id = any(links))
            or (entity in ('documents', 'demographics', 'custom_values') and entity_id = any(theirs))));
    return cardinality(due);
end $$;

-- Forgets some of the looks at records that the settings keep no longer. A look that met somebody whose record is held stays
-- whole. Whether one is due this looks itself: who serves requests may not change that log. Says how many went.
create or replace function forget_looks() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    went bigint;
begin
    delete from access_log where ctid = any(array(
        select access_log.ctid from access_log, settings
        where access_years > 0 and at < now() - make_interval(years => access_years)
            and not exists (select from legal_holds where client_id = any(client_ids) and lifted_at is null)
        limit 5000));
    get diagnostics went = row_count;
    return went;
end $$;

-- The links to the form by which these applications came and that were for one person: these have that person's name. One
-- that many use says nothing of anybody.
create or replace function own_links(forms uuid[]) returns uuid[] language sql stable as $$
    select array_agg(intake_links.id) from intake_links
    join application_origins on intake_link_id = intake_links.id
    where application_id = any(forms) and kind in ('one_time', 'referral')
$$;

-- Takes the name out of links to the form. What a partner asks by is told from others by a number.
create or replace function erase_links(links uuid[]) returns void language sql as $$
    update intake_links set name = 'Erased', reference = case when reference is not null then id::text end
    where id = any(links)
$$;

-- Takes out of lines of the log what they say, by this rule, and writes into the log which lines those are: a line
-- that says nothing and is not named there was emptied by somebody else. The digests stay, and so the chain holds.
create or replace function erase_lines(rule text, lines bigint[]) returns void language plpgsql as $$
begin
    perform set_config('openhall.erasing', 'on', true);
    update audit set before = null, after = null, reason = null, erased_at = clock_timestamp()
    where seq = any(lines) and erased_at is null;
    perform set_config('openhall.erasing', '', true);
    perform forget_words(lines);
    perform record('delete', 'audit', null, null, null, jsonb_build_object('rule', rule,
        'count', cardinality(lines), 'lines', (
            select string_agg(first || '-' || last, ',' order by first) from (
                select min(seq) as first, max(seq) as last from (
                    select seq, seq - row_number() over (order by seq) as run from unnest(lines) as seq
                ) as each group by run
            ) as runs)));
end $$;

-- One after the other: whoever reads lines to index their words, and whoever takes words out of the index. What was read
-- before it went would otherwise be written after it, and stay.
create or replace function hold_words() returns void language sql as $$
    select pg_advisory_xact_lock(5710219827306419533)
$$;

-- Takes the words of lines out of the index. What a list is narrowed by stays; the words of the block are put together
-- anew from what is left.
create or replace function forget_words(lines bigint[]) returns void language plpgsql as $$
begin
    perform hold_words();
    update audit_words set words = array_to_tsvector(array(
        select word from unnest(tsvector_to_array(words)) as word where word like '_=%'))
    where seq = any(lines);
    delete from audit_word_blocks
    where block in (select (position - 1) / 256 from audit_words where seq = any(lines));
end $$;

-- Keeps the log from a slip of its owner, too. Whoever owns it can take this away; the chain tells what came of that.
create or replace function kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and coalesce(current_setting('openhall.erasing', true), '') = 'on' then
        return null;
    end if;
    raise exception 'nothing is changed or taken out of %', tg_table_name using errcode = 'OH002';
end $$;

-- A link of the chain: of the link before, or the seal where a batch begins, and of this line.
create or replace function linked(state bytea, head bytea, line bytea) returns bytea language sql immutable as $$
    select sha256(coalesce(state, head) || line)
$$;
create or replace aggregate chain(bytea, bytea) (sfunc = linked, stype = bytea);

-- What of a line the link covers: the digest of what it says, and all that is never erased. `openhall audit verify` says
-- the same in its own words, because it does not trust what stands here.
create or replace function sealable(line audit) returns bytea language sql stable as $$
    select line.digest || convert_to(jsonb_build_array(line.seq, line.xact::text,
        (extract(epoch from line.at) * 1000000)::bigint, line.principal, line.principal_id, line.api_key_id,
        line.operation, line.request_id, line.action, line.entity, line.entity_id, line.client_id)::text, 'UTF8')
$$;

-- Seals lines that have no link yet, at most so many; says how many. Of several servers one seals at a time. A line's
-- number is given before its transaction ends, so what is sealed is older than every transaction that still runs: then
-- none can come in between. Whoever comes upon a log that was there before, or that comes from another server's backup
-- and counts other transactions, first walks through all of it.
create or replace function seal_audit(most integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    snapshot pg_snapshot := pg_current_snapshot();
    before audit_seals;
    seal audit_seals;
    walks boolean;
    lines bigint[];
    count bigint;
begin
    if not pg_try_advisory_xact_lock(5710219827306419532) then
        return 0;
    end if;
    select * into before from audit_seals order by number desc limit 1;
    walks := before.number is null or before.walked is not null or before.xact > pg_snapshot_xmax(snapshot);
    if walks then
        select array_agg(seq order by seq) into lines from (
            select seq from audit
            where seq > coalesce(before.walked, 0)
                and not exists (select from audit_links where audit_links.seq = audit.seq)
            order by seq limit most) as unsealed;
    else
        select array_agg(seq order by xact, seq) into lines from (
            select xact, seq from audit
            where (xact, seq) > (before.xact, before.up_to_seq) and xact < pg_snapshot_xmin(snapshot)
                and not exists (select from audit_links where audit_links.seq = audit.seq)
            order by xact, seq limit most) as unsealed;
    end if;
    count := coalesce(cardinality(lines), 0);
    if count = 0 and (before.number is null or not walks) then
        return 0;
    end if;
    seal.number := coalesce(before.number, 0) + 1;
    seal.position := coalesce(before.position, 0) + count;
    seal.at := clock_timestamp();
    seal.up_to_seq := 0;
    if walks then
        seal.walked := case when count = most then lines[count] end;
        seal.xact := case when before.walked is not null then before.xact else pg_snapshot_xmin(snapshot) end;
    elsif count = most then
        seal.up_to_seq := lines[count];
        seal.xact := (select xact from audit where seq = lines[count]);
    else
        seal.xact := pg_snapshot_xmin(snapshot);
    end if;
    seal.head := sha256(link_lines(coalesce(before.position, 0), coalesce(before.head, sha256('')), lines)
        || convert_to(jsonb_build_array(seal.number, seal.position, seal.xact::text, seal.up_to_seq, seal.walked,
            (extract(epoch from seal.at) * 1000000)::bigint)::text, 'UTF8'));
    insert into audit_seals select (seal).*;
    return count;
end $$;

-- Sealed lines that have these words, the newest first: at most so many before a place. The newest ones, whose block is
-- not full yet, are looked through; then those of the newest 256 blocks that have all of the words, where what is common is
-- found; then the index says which other blocks have them, and those are looked through from the newest one. The index
-- comes late because it counts all that ever was, and the beginning of many words is soon in every block. Where the blocks
-- give too little, the words meet in many blocks and in few lines: then the index of the lines says which, with room to
-- remember each line by itself. The planner takes reading every row for cheap, because it does not see that the words stand
-- elsewhere, so it is told not to, and that few lines are found; and it would walk along the numbers, were they asked
-- for in order at once.
create or replace function audit_found(wanted text, before bigint, most integer)
returns table (place bigint, line bigint) language plpgsql stable rows 30
    set enable_seqscan = off set work_mem = '32MB' as $$
declare
    query tsquery := wanted::tsquery;
    newest bigint := coalesce((select max(block) + 1 from audit_word_blocks), 0) * 256;
    -- Behind the last block that is looked through.
    last bigint := least(newest, least(before, newest + 1) + 254) / 256;
    missing integer := most;
    looked_through integer := 0;
    got integer;
    one bigint;
begin
    return query select position, seq from audit_words
        where position > newest and position < before and words @@ query order by position desc limit missing;
    get diagnostics got = row_count;
    missing := missing - got;
    for one in
        (select block from audit_word_blocks
         where block >= last - 256 and block < last and words @@ query order by block desc)
        union all
        (with blocks as materialized (select block from audit_word_blocks where words @@ query)
         select block from blocks where block < last - 256 order by block desc)
    loop
        exit when missing = 0;
        if looked_through >= 20 and most - missing < looked_through / 8 then
            return query with lines as materialized (select position, seq from audit_words where words @@ query)
                select position, seq from lines
                where position < before and position <= one * 256 + 256 order by position desc limit missing;
            exit;
        end if;
        return query select position, seq from audit_words
            where position between one * 256 + 1 and one * 256 + 256 and position < before and words @@ query
            order by position desc limit missing;
        get diagnostics got = row_count;
        missing := missing - got;
        looked_through := looked_through + 1;
    end loop;
end $$;

-- Gives these lines their links, in this order; gives the last one, or the head where there are none.
create or replace function link_lines(done bigint, head bytea, lines bigint[]) returns bytea
language sql as $$
    with links as (
        insert into audit_links (position, seq, link)
        select done + place, audit.seq, chain(head, sealable(audit)) over (order by place)
        from unnest(lines) with ordinality as line (seq, place)
        join audit on audit.seq = line.seq
        returning position, link
    )
    select coalesce((select link from links order by position desc limit 1), head)
$$;

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
-- few, or it would read every row to join them. Its plan is the same for all words: to guess how many are like one, the
-- planner compares it with a hundred others, which takes longer than finding those who are alike.
create or replace function alike(wanted text, threshold real) returns table (client_id uuid)
language plpgsql stable rows 100 set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
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
