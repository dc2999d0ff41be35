-- Who of the staff fills the form in for somebody.
alter table application_drafts
    add column assisted_by uuid references users,
    add check (num_nonnulls(intake_link_id, assisted_by) <= 1);
create index application_drafts_by_assistant on application_drafts (assisted_by) where assisted_by is not null;

alter table application_origins
    alter column intake_link_id drop not null,
    add column assisted_by uuid references users,
    add check (num_nonnulls(intake_link_id, assisted_by) = 1);
create index application_origins_by_assistant on application_origins (assisted_by) where assisted_by is not null;
