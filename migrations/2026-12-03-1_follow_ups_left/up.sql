-- Open follow-ups that a change of many clients would leave behind: how many there were when it was planned, and where
-- they go.
alter table bulk_changes
    add column left_behind bigint not null default 0,
    add column follow_ups jsonb;
