drop table erasures;
drop table legal_holds;
alter table clients drop column erased_at;
