-- One change of many clients: what would become of each, and what has. It is nobody's record: what it does to the records
-- is in the audit, and it goes after some weeks.
create table bulk_changes (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    -- Each piece is done with what this session may at that moment.
    session_id uuid,
    action jsonb not null,
    proposes boolean not null,
    undoes uuid references bulk_changes on delete set null,
    state text not null default 'planned' check (state in ('planned', 'running', 'done')),
    made_at timestamptz not null default now(),
    ended_at timestamptz,
    check ((state = 'done') = (ended_at is not null))
);
create index bulk_changes_by_age on bulk_changes (made_at);
create unique index bulk_changes_undone_once on bulk_changes (undoes) where undoes is not null;
create index bulk_changes_by_user on bulk_changes (user_id);

create table bulk_rows (
    bulk_id uuid not null references bulk_changes on delete cascade,
    place integer not null,
    -- As it was named; there may be no such client.
    client_id uuid not null,
    seen integer not null,
    outcome text not null check (outcome in ('ready', 'changed', 'proposed', 'refused')),
    reason text,
    -- What taking it back needs.
    was jsonb,
    primary key (bulk_id, place)
);
create index bulk_rows_by_outcome on bulk_rows (bulk_id, outcome, place);
