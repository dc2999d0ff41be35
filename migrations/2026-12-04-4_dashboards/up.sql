-- Which tiles somebody wants on their first page, in their order, and which they left out. Names that the program does
-- not know are passed over, so that another version may have others.
create table dashboards (
    user_id uuid primary key references users on delete cascade,
    shown text[] not null,
    hidden text[] not null,
    saved_at timestamptz not null default now()
);

-- What was closed late, and so was overdue for a time. An organization's day begins at most fourteen hours before that of
-- UTC: whatever its clock, the rows that are wanted are among these.
create index follow_ups_closed_late on follow_ups (closed_at)
    where status <> 'open' and (closed_at at time zone 'UTC') >= due_on + interval '10 hours';

-- Who is in a program today, without everybody who ever was.
create index enrollments_ending on enrollments (program_id, end_date);
