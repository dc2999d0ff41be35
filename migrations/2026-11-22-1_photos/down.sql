drop index clients_by_photo;
alter table clients drop column photo;
