-- Takes away what the last measurement wrote, so that each one begins alike.
\set ON_ERROR_STOP on
set session_replication_role = replica;
delete from notes where happened_at = '2026-11-02T10:00:00Z' and text like 'Called about the interview on Friday;%';
delete from notifications where subject_id in (select id from applications where first_name = 'Rosa' and last_name = 'Luz Ortega');
delete from application_programs where application_id in (select id from applications where first_name = 'Rosa' and last_name = 'Luz Ortega');
delete from demographics where application_id in (select id from applications where first_name = 'Rosa' and last_name = 'Luz Ortega');
delete from applications where first_name = 'Rosa' and last_name = 'Luz Ortega';
delete from audit where operation in ('notes.create', 'applications.submit', 'sessions.create', 'bench');
truncate access_log, rate_limits, idempotency_keys;
vacuum analyze;
