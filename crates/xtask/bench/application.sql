-- An application with its answers and programs, who is told of it, its key, and its count against the limit.
with applied as (
    insert into applications (id, reference, language, first_name, last_name, preferred_name, date_of_birth, phone,
        phone_key, email, email_key, residency, neighborhood, employment_goals, referral_source, referral_detail,
        consent_version, search_key)
    values (gen_random_uuid(), left(md5(random()::text), 12), 'en', 'Rosa', 'Luz Ortega', '', '1990-02-28',
        '415-555-0188', '4155550188', 'rosa.luz@example.org', 'rosa.luz@example.org', 'resident', '',
        'A job in a kitchen, or as a helper on a building site.', '', '', '2026-1',
        'rosa luz ortega 4155550188 rosa luz example org abcd2345')
    returning id, reference, submitted_at
), wishes as (
    insert into application_programs select applied.id, programs.id, 0
    from applied, (select id from programs where open_to_intake order by position limit 1) as programs
), answers as (
    insert into demographics (id, application_id, question, status, codes, valid_from)
    select gen_random_uuid(), applied.id, question, 'given', array[code], current_date
    from applied, (values ('primary_language', 'spanish')) as t (question, code)
), told as (
    insert into notifications (id, user_id, kind, subject_id)
    select gen_random_uuid(), user_id, 'new_application', applied.id
    from applied, (select distinct user_id from user_roles join users on users.id = user_id and status = 'active'
                   where role in ('administrator', 'client_data_coordinator', 'case_manager', 'counselor')) as reviewers
), counted as (
    insert into rate_limits (class, key, window_start, hits)
    values ('submission', decode(md5(random()::text), 'hex'), date_trunc('hour', now()), 1)
    on conflict (class, key, window_start) do update set hits = rate_limits.hits + 1
), once as (
    insert into idempotency_keys (operation, key, request_hash, answer)
    select 'applications.submit', md5(random()::text), sha256('form'), to_jsonb(applied) from applied
)
select reference, submitted_at from applied;
