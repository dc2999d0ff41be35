-- After how many days managers are told of what stays undone with somebody in this program; the organization's days where
-- nothing is said.
alter table programs
    add column escalate_after_days smallint check (escalate_after_days between 1 and 60);
