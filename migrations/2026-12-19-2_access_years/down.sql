drop index access_log_by_time;
alter table settings drop column access_years;
