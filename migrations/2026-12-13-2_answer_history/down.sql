alter table demographics disable trigger user;
delete from demographics where corrected_at is not null;
alter table demographics enable trigger user;
drop index demographics_by_client;
drop index demographics_stand;
alter table demographics
    add unique (client_id, question, valid_from),
    drop column corrected_by,
    drop column corrected_at,
    drop column written_by,
    drop column written_at;
