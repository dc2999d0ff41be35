-- When managers were told that a follow-up stays undone: once for each day on which it was due.
alter table follow_ups add column escalated_at timestamptz;
create index follow_ups_escalated on follow_ups (due_on, id) where status = 'open' and escalated_at is not null;

-- After how many days they are told.
alter table organization
    add column escalate_after_days smallint not null default 3 check (escalate_after_days between 1 and 60);
