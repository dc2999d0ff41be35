-- Keys for programs of others. What opens with one is told once; here is its hash, of 256 random bits.
create table api_keys (
    id uuid primary key,
    name text not null check (name <> ''),
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    permissions text[] not null check (cardinality(permissions) > 0),
    -- It sees what this person sees, and may do nothing that this person may not.
    made_by uuid not null references users,
    made_at timestamptz not null default now(),
    expires_on date not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by uuid references users,
    check ((revoked_at is null) = (revoked_by is null))
);
create index api_keys_by_maker on api_keys (made_by);

-- Which key acted, where one did. The principal beside it is whoever made the key.
alter table audit add column api_key_id uuid;
create index audit_by_key on audit (api_key_id, seq desc) where api_key_id is not null;
