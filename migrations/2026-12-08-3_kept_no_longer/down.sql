drop index notifications_by_subject;
drop index notifications_by_reading;
drop index equal_opportunity_by_month;
-- Without an application there is no place for them. The log is not told what they said.
alter table equal_opportunity disable trigger user;
delete from equal_opportunity where application_id is null;
alter table equal_opportunity enable trigger user;
alter table equal_opportunity drop column month, alter column application_id set not null;
alter table settings drop column application_months, drop column notification_days;
