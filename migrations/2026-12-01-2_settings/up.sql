-- How this installation works. The one row is here from the beginning, because every request reads its version.
create table settings (
    only_one boolean primary key default true check (only_one),
    password_length integer not null default 15 check (password_length between 15 and 64),
    session_idle_minutes integer not null default 30 check (session_idle_minutes between 10 and 60),
    session_hours integer not null default 12 check (session_hours between 1 and 24),
    file_megabytes integer not null default 10 check (file_megabytes between 1 and 10),
    application_files integer not null default 5 check (application_files between 1 and 10),
    draft_days integer not null default 14 check (draft_days between 1 and 60),
    unsent_days integer not null default 30 check (unsent_days between 1 and 90),
    job_days integer not null default 14 check (job_days between 1 and 90),
    failed_job_days integer not null default 90 check (failed_job_days between 7 and 365),
    bulk_change_days integer not null default 30 check (bulk_change_days between 2 and 365),
    -- Codes of parts that are switched off. One that a version of the server does not know is none there.
    modules_off text[] not null default '{}',
    version integer not null default 1
);
insert into settings default values;
