drop table documents;
drop table application_drafts;
drop table application_programs;
alter table demographics drop constraint demographics_application_id_fkey;
alter table clients drop constraint clients_application_id_fkey;
drop table applications;
