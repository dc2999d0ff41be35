create table waitlist_entries (
    id uuid primary key,
    program_id uuid not null references programs,
    client_id uuid not null references clients on delete cascade,
    joined_at timestamptz not null default now(),
    added_by uuid references users,
    status text not null default 'waiting' check (status in
        ('waiting', 'offered', 'enrolled', 'declined', 'lapsed', 'skipped', 'removed')),
    offered_at timestamptz,
    offered_by uuid references users,
    -- The first day of the place that is offered.
    start_date date,
    -- The last day on which the offer holds.
    reply_by date,
    -- When the person was skipped, left the list, or came into the program.
    decided_at timestamptz,
    decided_by uuid references users,
    reason text check (length(reason) between 1 and 1000),
    enrollment_id uuid references enrollments on delete set null,
    version integer not null default 1,
    check (status <> 'offered' or (offered_at is not null and start_date is not null and reply_by is not null)),
    check (status <> 'skipped' or reason is not null)
);
-- Once on a list at a time.
create unique index waitlist_entries_once on waitlist_entries (program_id, client_id)
    where status in ('waiting', 'offered', 'skipped');
create index waitlist_entries_in_order on waitlist_entries (program_id, joined_at, id)
    where status in ('waiting', 'offered', 'skipped');
create index waitlist_entries_by_client on waitlist_entries (client_id, joined_at desc);
create index waitlist_entries_due on waitlist_entries (reply_by) where status = 'offered';
