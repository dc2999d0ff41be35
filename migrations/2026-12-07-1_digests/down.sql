drop index notifications_unmailed;
alter table notifications drop column mailed_at;
