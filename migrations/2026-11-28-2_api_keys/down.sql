drop index audit_by_key;
alter table audit drop column api_key_id;
drop table api_keys;
