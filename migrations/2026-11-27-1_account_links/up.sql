-- The link that was mailed to a person: one at a time, so that a newer one ends the older. Only its hash is here, and it
-- goes when it is used.
create table account_links (
    user_id uuid primary key references users on delete cascade,
    hash bytea not null unique,
    -- For a first password, or for a new one instead of one that was forgotten.
    kind text not null check (kind in ('invitation', 'reset')),
    issued_at timestamptz not null default now(),
    expires_at timestamptz not null check (expires_at > issued_at)
);

-- In which language somebody's mail is.
alter table users add column language text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Za-z]{2,4})?$');
