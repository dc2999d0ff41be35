alter table application_drafts drop column intake_link_id;
drop table application_origins;
drop table intake_links;
