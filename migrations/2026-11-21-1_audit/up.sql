-- The audit log comes first: every later table hangs its trigger on it. Functions and triggers themselves
-- stand in crates/store/src/sql, one current text each.
create table audit (
    seq bigint generated always as identity primary key,
    xact xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    principal text not null,
    principal_id uuid,
    operation text not null,
    reason text,
    request_id text,
    action text not null check (action in ('create', 'update', 'delete', 'disclose', 'refuse')),
    entity text not null,
    entity_id uuid,
    client_id uuid,
    before jsonb,
    after jsonb,
    digest bytea not null
);
create index audit_by_client on audit (client_id, seq desc);
create index audit_by_entity on audit (entity, entity_id, seq desc);
create index audit_by_principal on audit (principal_id, seq desc);
create index audit_by_time on audit (at, seq);
-- What is looked for and rare: without it the newest of them would be searched for through everything.
create index audit_by_rare_action on audit (action, seq desc) where action in ('delete', 'disclose', 'refuse');

-- Who looked at whom. Written in batches outside the request's transaction: seeing is not changing.
create table access_log (
    at timestamptz not null,
    user_id uuid not null,
    client_id uuid not null,
    operation text not null
);
create index access_log_by_client on access_log (client_id, at desc);

-- Kept counts, spread over sixteen rows a table so that writers do not queue for one of them.
create table kept_counts (
    entity text not null,
    slot smallint not null check (slot between 0 and 15),
    count bigint not null,
    primary key (entity, slot)
);
