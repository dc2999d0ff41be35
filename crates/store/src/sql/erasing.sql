-- Erasing the record of a client. What identifies the person goes; what reports count stays under a number.

-- How many rows of a client go, and how many stay. The names are those of `domain::erasures::Part`.
create or replace function erasure_counts(person uuid) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'contact_details', (select count(*) from contact_points where client_id = person)
            + (select count(*) from addresses where client_id = person)
            + (select count(*) from external_ids where client_id = person),
        'notes', (select count(*) from notes where client_id = person),
        'documents', (select count(*) from documents where client_id = person
            or application_id in (select id from applications where client_id = person)),
        'follow_ups', (select count(*) from follow_ups where client_id = person),
        'goals', (select count(*) from goals where client_id = person),
        'tags', (select count(*) from client_tags where client_id = person),
        'own_fields', (select count(*) from custom_values where client_id = person),
        'waitlist', (select count(*) from waitlist_entries where client_id = person),
        'applications', (select count(*) from applications where client_id = person),
        'enrollments', (select count(*) from enrollments where client_id = person),
        'restrictions', (select count(*) from restrictions where client_id = person),
        'answers', (select count(*) from demographics where client_id = person),
        'stages', (select count(*) from stage_moves where client_id = person),
        'assignments', (select count(*) from assignments where client_id = person),
        'log_lines', (select count(*) from audit where client_id = person))
$$;

-- What stands in the way of erasing somebody's record. The names are those of `domain::erasures::Obstacle`.
create or replace function erasure_obstacles(person uuid) returns text[] language sql stable as $$
    select array_remove(array[
        case when exists (select from legal_holds where client_id = person and lifted_at is null)
            then 'legal_hold' end,
        case when exists (select from enrollments where client_id = person
                and coalesce(end_date, 'infinity') >= today())
            then 'enrolled' end,
        case when exists (select from restrictions where client_id = person and lifted_at is null
                and coalesce(end_date, 'infinity') >= today())
            then 'restricted' end], null)
$$;

-- Records that the settings keep no longer by a moment, and since when: those of clients who are closed, inactive or deceased,
-- with whom nothing happened for as many years, nobody wrote a line of the log, and nothing is in the way. One alone where
-- one is named.
create or replace function erasures_due(by_then timestamptz, one uuid default null)
returns table (person uuid, due_at timestamptz) language sql stable as $$
    select clients.id, touched.at + make_interval(years => client_years)
    from settings
    join clients on clients.updated_at + make_interval(years => client_years) <= by_then
    cross join lateral (select greatest(clients.updated_at,
        (select max(audit.at) from audit where audit.client_id = clients.id),
        (select max(day_begins(end_date + 1)) from enrollments where enrollments.client_id = clients.id),
        (select max(day_begins(end_date + 1)) from restrictions where restrictions.client_id = clients.id)) as at) as touched
    where client_years > 0 and erased_at is null and status in ('inactive', 'closed', 'deceased')
        and (one is null or clients.id = one)
        and touched.at + make_interval(years => client_years) <= by_then
        and cardinality(erasure_obstacles(clients.id)) = 0
    order by 2, 1
$$;

-- Words without what stands over and under letters, so that they can be compared.
create or replace function plain_words(said text) returns text[] language sql immutable as $$
    select coalesce(array_agg(word), '{}') from regexp_split_to_table(
        regexp_replace(normalize(lower(said), NFD), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+') as word
    where word <> ''
$$;

-- A piece of an address as it was typed. What is no text, nobody typed.
create or replace function as_typed(piece text) returns text language plpgsql immutable as $$
begin
    return convert_from(string_agg(case when part[1] ~ '^%[[:xdigit:]]{2}$'
            then decode(substr(part[1], 2), 'hex') else convert_to(part[1], 'UTF8') end, '' order by place), 'UTF8')
    from regexp_matches(replace(piece, '+', ' '), '%[[:xdigit:]]{2}|[^%]+|%', 'g')
        with ordinality as parts (part, place);
exception when character_not_in_repertoire or untranslatable_character then
    return null;
end $$;

-- What was typed to search a list that has this address: its words, and those that a text of the organization's own fields
-- is to have.
drop function if exists typed_in(text);
create or replace function words_typed_in(address text) returns setof text language sql stable as $$
    select as_typed(substring('&' || address from '&q=([^&]*)'))
    union all
    select substring(asked from position(':' in asked) + 1)
    from regexp_matches('&' || address, '&field=([^&]*)', 'g') as found (piece)
    cross join lateral (select as_typed(piece[1]) as asked) as typed
    join custom_fields on custom_fields.name = split_part(asked, ':', 1) and kind = 'text'
$$;

-- Views that people kept of this person: under the name, or of a search for the whole of it, for the last name, for a
-- number or an address. A first name alone says nothing of anybody.
create or replace function views_of(person uuid) returns uuid[] language sql stable as $$
    select array_agg(saved_views.id)
    from clients
    cross join lateral (
        select plain_words(concat_ws(' ', first_name, last_name, preferred_name, array_to_string(aliases, ' '))) as called,
            plain_words(concat_ws(' ', first_name, last_name)) as named, plain_words(last_name) as last,
            array(select lower(value) from contact_points where client_id = person
                union all select lower(value) from external_ids where client_id = person) as values
    ) as theirs
    cross join saved_views
    where clients.id = person and (
        (cardinality(named) > 0 and named <@ plain_words(saved_views.name))
        or exists (
            select from words_typed_in(query) as text
            cross join lateral (select plain_words(text) as words) as typed
            where (cardinality(words) > 0 and words <@ called and (cardinality(words) > 1 or words <@ last))
                or lower(trim(text)) = any(values)))
$$;

-- Erases a record, and writes into the ledger that it did. Whoever serves requests may not change the log, so this looks
-- itself whether it may be done. Only the owner, who starts a server after a backup was put back, erases what stands in the
-- way: there it was gone already. Says what went and what stayed; nothing where there is nobody to erase.
create or replace function erase_client(entry uuid, person uuid, by_rule text, why text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    counts jsonb;
    forms uuid[];
    links uuid[];
    accounts uuid[];
    theirs uuid[];
begin
    if by_rule = 'restored' and not pg_has_role(session_user, current_user, 'member') then
        raise exception 'only the owner of the tables erases again' using errcode = 'OH003';
    end if;
    perform from clients where id = person and erased_at is null for update;
    if not found then
        return null;
    end if;
    if by_rule = 'retention' and not exists (select from erasures_due(now(), person)) then
        raise exception 'the record is kept for longer' using errcode = 'OH003';
    end if;
    if by_rule <> 'restored' and cardinality(erasure_obstacles(person)) > 0 then
        raise exception 'the record is held' using errcode = 'OH003';
    end if;
    counts := erasure_counts(person);
    select array_agg(id) into forms from applications
        where client_id = person or id = (select application_id from clients where clients.id = person);
    links := own_links(forms);
    -- Who also works here keeps the account, and has no record any more.
    select array_agg(id) into accounts from users
        where client_id = person and not exists (select from user_own_roles where user_id = users.id)
            and not exists (select from user_roles where user_id = users.id
                and role not in ('employee', 'contractor', 'wble_participant', 'ttw_participant'));
    update users set client_id = null where client_id = person and id <> all (coalesce(accounts, '{}'));
    select array_agg(id) into theirs from (
        select id from notes where client_id = person
        union all select id from addenda where client_id = person
        union all select id from documents where client_id = person or application_id = any(forms)
        union all select id from follow_ups where client_id = person
        union all select id from goals where client_id = person
        union all select id from goal_steps where client_id = person
        union all select id from demographics where application_id = any(forms)
        union all select id from custom_values where client_id = person or application_id = any(forms)
        union all select id from enrollments where client_id = person
        union all select id from restrictions where client_id = person
        union all select id from waitlist_entries where client_id = person
        union all select id from pending_changes where client_id = person
        union all select id from legal_holds where client_id = person
        -- A proposal to make a client names none before it is approved; it is this one's where it says the same.
        union all select pending_changes.id from pending_changes, clients
            where clients.id = person and edit = 'clients.create' and pending_changes.client_id is null
                and lower(body #>> '{draft,first_name}') = lower(first_name)
                and lower(body #>> '{draft,last_name}') = lower(last_name)
                and (body #>> '{draft,date_of_birth}') is not distinct from date_of_birth::text
    ) as parts;
    theirs := theirs || person || coalesce(forms, '{}');

    delete from saved_views where id = any(views_of(person));
    delete from unsent_texts where subject_id = any(theirs);
    delete from notifications where subject_id = any(theirs);
    delete from bulk_rows where client_id = person;
    -- Who proposed to erase it, and who approved that, stays.
    delete from pending_changes where id = any(theirs) and edit <> 'clients.erase';
    delete from waitlist_entries where client_id = person;
    delete from addenda where client_id = person;
    delete from notes where client_id = person;
    delete from follow_ups where client_id = person;
    delete from goal_steps where client_id = person;
    delete from goals where client_id = person;
    delete from documents where id = any(theirs);
    delete from custom_values where client_id = person;
    delete from client_tags where client_id = person;
    delete from contact_points where client_id = person;
    delete from addresses where client_id = person;
    delete from external_ids where client_id = person;
    update assignments set ended_at = greatest(now(), started_at) where client_id = person and ended_at is null;
    update enrollments set override_reason = null where client_id = person and override_reason is not null;
    update discharges set comment = '' where client_id = person and comment <> '';
    update restrictions
    set reason = 'Erased', lifting_reason = case when lifted_at is not null then 'Erased' end,
        review_note = case when reviewed_at is not null then 'Erased' end, version = version + 1
    where client_id = person;
    update restriction_bypasses set reason = 'Erased' where client_id = person;
    update legal_holds
    set reason = 'Erased', lifting_reason = case when lifted_at is not null then 'Erased' end
    where client_id = person;
    -- The person's own account: nobody signs in with it any more.
    update sessions set revoked_at = now() where user_id = any(accounts) and revoked_at is null;
    delete from account_links where user_id = any(accounts);
    delete from saved_views where user_id = any(accounts);
    delete from unsent_texts where user_id = any(accounts);
    update users
    set name = 'Erased', email = id || '@erased.invalid', password_hash = null, status = 'deactivated', client_id = null,
        second_factor_sealed = null, second_factor_begun_sealed = null, second_factor_since = null,
        recovery_hashes = '{}', version = version + 1
    where id = any(accounts);
    update clients
    set first_name = 'Erased', last_name = upper(right(id::text, 6)), preferred_name = null, aliases = '{}',
        date_of_birth = null, ssn_sealed = null, ssn_last_four = null, ssn_index = null, emergency_contact = null,
        application_id = null, photo = null, name_key = '', search_key = '', language = null,
        erased_at = now(), updated_at = now(), version = version + 1
    where id = person;
    update equal_opportunity
    set application_id = null,
        month = date_trunc('month', submitted_at at time zone coalesce((select time_zone from organization), 'UTC'))
    from applications where applications.id = equal_opportunity.application_id and applications.id = any(forms);
    delete from applications where id = any(forms);
    perform erase_links(links);
    -- The list's count of everybody follows rows that come and go, and this one stays.
    insert into kept_counts values ('clients', pg_backend_pid() % 16, -1)
    on conflict (entity, slot) do update set count = kept_counts.count - 1;
    -- Lines are found by the name of whoever wrote them too, what the account did and what was taken out of the log before.
    perform hold_words();
    perform forget_words((select array_agg(seq) from audit where principal_id = any(accounts) or client_id = person));
    -- At last, because the log has just written down what went.
    perform erase_lines('clients', (
        select array_agg(seq) from (
            select seq, erased_at from audit where client_id = person
            union select seq, erased_at from audit where entity = 'applications' and entity_id = any(forms)
            union select seq, erased_at from audit
                where entity in ('documents', 'demographics', 'custom_values', 'pending_changes') and entity_id = any(theirs)
            union select seq, erased_at from audit where entity = 'users' and entity_id = any(accounts)
            -- Whose own it was says who the person behind the number is, whether or not the account is still theirs.
            union select seq, erased_at from audit where entity = 'users'
                and person::text in (before ->> 'client_id', after ->> 'client_id')
            union select seq, erased_at from audit where entity = 'intake_links' and entity_id = any(links)
        ) as lines where erased_at is null));
    insert into erasures (id, client_id, rule, erased_by, reason, counts)
    values (entry, person, by_rule, nullif(current_setting('openhall.principal_id', true), '')::uuid, why, counts);
    return counts;
end $$;
