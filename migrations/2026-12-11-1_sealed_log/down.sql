drop function if exists sealable(audit);
drop trigger if exists kept on audit;
update audit set digest = sha256(convert_to(
    concat_ws('|', principal, operation, action, entity, entity_id, client_id, before, after), 'UTF8'))
where erased_at is null;
drop table audit_seals;
drop table audit_links;
drop index audit_by_transaction;
alter table audit drop column erased_at;
