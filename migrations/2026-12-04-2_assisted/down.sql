select set_config('openhall.principal', 'job', true), set_config('openhall.operation', 'migrate.down', true);
delete from application_origins where intake_link_id is null;
alter table application_origins
    drop column assisted_by,
    alter column intake_link_id set not null;
alter table application_drafts drop column assisted_by;
