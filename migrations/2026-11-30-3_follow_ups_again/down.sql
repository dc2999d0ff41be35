drop index follow_ups_next_once;
alter table follow_ups
    drop column moved_because,
    drop column follows,
    drop column began_on,
    drop column repeat_until,
    drop column every,
    drop column rhythm;
