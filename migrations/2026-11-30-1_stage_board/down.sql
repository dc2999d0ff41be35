drop index clients_on_board;
alter table clients drop column stage_since;
