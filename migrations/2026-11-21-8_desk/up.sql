-- What somebody of the staff has begun to write and not sent. It may be about anybody, so it is sealed.
create table unsent_texts (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    form text not null,
    subject_id uuid not null,
    fields_sealed bytea not null,
    saved_at timestamptz not null default now(),
    unique (user_id, form, subject_id)
);
create index unsent_texts_by_age on unsent_texts (saved_at);

-- Filters of a list that somebody comes back to.
create table saved_views (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    list text not null check (list in ('clients', 'applications', 'follow_ups', 'restrictions', 'changes')),
    name text not null,
    query text not null,
    saved_at timestamptz not null default now(),
    unique (user_id, list, name)
);
