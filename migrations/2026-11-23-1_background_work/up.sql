-- Work that the server does by itself. A row is written in the transaction of its cause, so that neither is without the
-- other.
create table jobs (
    id uuid primary key,
    kind text not null,
    -- What an administrator reads of it: which mail, which sweep. Never whom it concerns.
    subject text not null default '',
    -- What only the worker opens. It is gone when the work is done.
    payload_sealed bytea,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead')),
    created_at timestamptz not null default now(),
    -- When a worker may take it: for the first time, again, or because whoever has it has gone silent.
    due_at timestamptz not null default now(),
    lease_seconds integer not null check (lease_seconds > 0),
    attempts integer not null default 0,
    -- Counts who took it. Only the last one's word about how it went is heard.
    fence bigint not null default 0,
    last_error text,
    finished_at timestamptz,
    check ((finished_at is not null) = (state in ('done', 'dead')))
);
create index jobs_due on jobs (due_at) where state in ('waiting', 'running');
create index jobs_by_state on jobs (state, id desc);
create index jobs_by_end on jobs (finished_at) where finished_at is not null;

-- One row a turn of a schedule, whoever of several servers took it.
create table scheduled_runs (
    name text not null,
    slot text not null,
    job_id uuid not null,
    started_at timestamptz not null default now(),
    primary key (name, slot)
);
