create index notifications_by_user on notifications (user_id, at desc);
drop index notifications_by_user_and_id;
alter table users drop column quiet_until, drop column digest_on, drop column digest_at;
drop table notification_ways;
