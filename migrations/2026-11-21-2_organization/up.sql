create table organization (
    only_one boolean primary key default true check (only_one),
    name text not null,
    mission text not null default '',
    address text not null default '',
    phone text not null default '',
    email text not null default '',
    website text not null default '',
    accent_color text not null check (accent_color ~ '^#[0-9a-fA-F]{6}$'),
    residency_label text not null,
    collects_ssn boolean not null default true,
    languages text[] not null default '{en,es}' check (cardinality(languages) > 0),
    places_people boolean not null default true,
    time_zone text not null,
    consent_version text not null default '2026-1',
    version integer not null default 1
);

create table code_values (
    id uuid primary key,
    list text not null,
    code text not null check (code ~ '^[a-z0-9_]{1,60}$'),
    labels jsonb not null check (labels ? 'en'),
    position integer not null,
    retired_on date,
    version integer not null default 1,
    unique (list, code)
);

create table users (
    id uuid primary key,
    name text not null,
    email text not null,
    password_hash text,
    status text not null default 'active' check (status in ('invited', 'active', 'deactivated')),
    client_id uuid,
    created_at timestamptz not null default now(),
    version integer not null default 1
);
create unique index users_by_email on users (lower(email));

create table user_roles (
    user_id uuid not null references users on delete cascade,
    role text not null,
    primary key (user_id, role)
);

create table sessions (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    device text not null default ''
);
create index sessions_by_user on sessions (user_id, last_used_at desc);

-- One row a refresh token. Used ones stay, so that a second use is noticed.
create table refresh_tokens (
    hash bytea primary key,
    session_id uuid not null references sessions on delete cascade,
    issued_at timestamptz not null default now(),
    used_at timestamptz
);
create index refresh_tokens_by_session on refresh_tokens (session_id);

create table rate_limits (
    class text not null,
    key bytea not null,
    window_start timestamptz not null,
    hits integer not null,
    primary key (class, key, window_start)
);
create index rate_limits_by_age on rate_limits (window_start);

create table idempotency_keys (
    operation text not null,
    key text not null,
    request_hash bytea not null,
    answer jsonb,
    created_at timestamptz not null default now(),
    primary key (operation, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table departments (
    id uuid primary key,
    name text not null,
    version integer not null default 1
);
create unique index departments_by_name on departments (lower(name));

create table programs (
    id uuid primary key,
    department_id uuid references departments,
    name text not null,
    description text not null default '',
    location text not null default '',
    open_to_intake boolean not null default true,
    position integer not null default 0,
    version integer not null default 1
);
create unique index programs_by_name on programs (lower(name));

create table program_staff (
    program_id uuid not null references programs on delete cascade,
    user_id uuid not null references users on delete cascade,
    manages boolean not null default false,
    primary key (program_id, user_id)
);
create index program_staff_by_user on program_staff (user_id);
