-- Follow-ups that come again: the next one is made when one is done. Why the day was last moved stands beside it; what
-- stood there before is in the audit.
alter table follow_ups
    add column rhythm text check (rhythm in ('weekly', 'monthly')),
    add column every integer check (every between 1 and 52),
    add column repeat_until date,
    -- The first day of the series, so that the 31st stays the 31st after a February.
    add column began_on date,
    -- The one that was done before this one was made.
    add column follows uuid references follow_ups on delete set null,
    add column moved_because text,
    add constraint follow_ups_rhythm_whole
        check (num_nonnulls(rhythm, every, began_on) in (0, 3) and (repeat_until is null or rhythm is not null));

-- Two who mark it as done at once make one next.
create unique index follow_ups_next_once on follow_ups (follows) where follows is not null;
