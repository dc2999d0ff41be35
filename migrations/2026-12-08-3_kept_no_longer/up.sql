alter table settings
    -- None is deleted as long as this is zero.
    add column application_months integer not null default 0 check (application_months between 0 and 120),
    add column notification_days integer not null default 90 check (notification_days between 7 and 365);

-- Answers outlive the application that they came with: then the first day of their month alone is known, for
-- the count.
alter table equal_opportunity
    alter column application_id drop not null,
    add column month date,
    add check ((application_id is null) = (month is not null));
create index equal_opportunity_by_month on equal_opportunity (month) where month is not null;
create index notifications_by_reading on notifications (read_at) where read_at is not null;
create index notifications_by_subject on notifications (subject_id);
