alter table programs drop column escalate_after_days;
