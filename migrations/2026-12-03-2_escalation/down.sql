alter table organization drop column escalate_after_days;
alter table follow_ups drop column escalated_at;
