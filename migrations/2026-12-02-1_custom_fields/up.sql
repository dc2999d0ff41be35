-- What an organization asks and keeps beyond what every agency does.
create table custom_fields (
    id uuid primary key,
    -- In the API, in filters and in exports; it never changes.
    name text not null unique check (name ~ '^[a-z0-9_]{1,60}$'),
    labels jsonb not null,
    hints jsonb not null default '{}',
    kind text not null check (kind in ('text', 'number', 'date', 'choice')),
    -- The bounds of its kind, or its choices.
    takes jsonb not null,
    required boolean not null default false,
    kept_on text not null check (kept_on in ('clients', 'applications', 'both')),
    sensitive boolean not null default false,
    position integer not null,
    retired_on date,
    version integer not null default 1
);

-- One row a field and owner. A cleared value leaves its row, so that the log can tell what its lines are about.
create table custom_values (
    id uuid primary key,
    field text not null references custom_fields (name),
    client_id uuid references clients on delete cascade,
    application_id uuid references applications on delete cascade,
    words text,
    -- Written by Rust alone, like the search keys of names.
    words_key text,
    code text,
    number numeric(15, 3),
    day date,
    check ((client_id is null) <> (application_id is null)),
    check (num_nonnulls(words, code, number, day) <= 1),
    check ((words is null) = (words_key is null)),
    unique (client_id, field),
    unique (application_id, field)
);
-- Whether a field has values at all: its first one, however many there are.
create index custom_values_by_field on custom_values (field, id);
-- Clients by what stands in a field.
create index custom_values_by_code on custom_values (field, code) where client_id is not null and code is not null;
create index custom_values_by_number on custom_values (field, number) where client_id is not null and number is not null;
create index custom_values_by_day on custom_values (field, day) where client_id is not null and day is not null;
create index custom_values_by_words on custom_values using gin (words_key gin_trgm_ops) where client_id is not null;
