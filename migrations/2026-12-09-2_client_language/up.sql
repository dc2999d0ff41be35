-- In which language we write to somebody.
alter table clients add column language text check (language in ('en', 'es', 'zh-Hant', 'fil', 'vi'));

-- It follows from the application, so it is no change of a record.
alter table clients disable trigger user;
update clients set language = applications.language from applications
where applications.id = clients.application_id and applications.language in ('en', 'es', 'zh-Hant', 'fil', 'vi');
alter table clients enable trigger user;
