create extension if not exists pg_trgm;
create extension if not exists btree_gist;

create table clients (
    id uuid primary key,
    status text not null default 'active'
        check (status in ('applicant', 'active', 'inactive', 'closed', 'deceased', 'merged')),
    stage text not null default 'intake'
        check (stage in ('intake', 'initial_contact', 'assessment', 'program_assignment',
                         'progress_tracking', 'job_placement', 'follow_up')),
    first_name text not null,
    last_name text not null default '',
    preferred_name text,
    aliases text[] not null default '{}',
    date_of_birth date,
    -- The sealed bytes, what may be shown of them, and a keyed hash to compare by.
    ssn_sealed bytea,
    ssn_last_four text,
    ssn_index bytea,
    residency text,
    residency_verified_by text,
    neighborhood text,
    referral_source text,
    emergency_contact jsonb,
    application_id uuid,
    -- Written by Rust alone: lower case, without accents, in Latin letters. Compared byte by byte, so that one
    -- index serves the order and the beginnings of names.
    name_key text collate "C" not null,
    search_key text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    check ((ssn_sealed is null) = (ssn_index is null) and (ssn_sealed is null) = (ssn_last_four is null))
);
create index clients_by_name on clients (name_key, id);
create index clients_by_creation on clients (created_at desc, id desc);
create index clients_by_update on clients (updated_at desc, id desc);
create index clients_by_birth on clients (date_of_birth);
create index clients_by_ssn on clients (ssn_index) where ssn_index is not null;
create index clients_by_search_key on clients using gin (search_key gin_trgm_ops);

alter table users add foreign key (client_id) references clients;

create table contact_points (
    id uuid primary key,
    client_id uuid not null references clients on delete cascade,
    kind text not null check (kind in ('phone', 'email')),
    value text not null,
    -- Digits of a phone, lower case of an email: what two records are compared by.
    value_key text not null,
    label text,
    may_contact boolean not null default true,
    position integer not null
);
create index contact_points_by_client on contact_points (client_id, position);
create index contact_points_by_value on contact_points (kind, value_key);

create table addresses (
    id uuid primary key,
    client_id uuid not null references clients on delete cascade,
    no_fixed_address boolean not null default false,
    street text not null default '',
    unit text not null default '',
    city text not null default '',
    region text not null default '',
    postal_code text not null default '',
    position integer not null
);
create index addresses_by_client on addresses (client_id, position);

create table external_ids (
    id uuid primary key,
    client_id uuid not null references clients on delete cascade,
    source text not null,
    value text not null,
    unique (source, value)
);
create index external_ids_by_client on external_ids (client_id);

-- One row a question and day from which the answer holds; earlier answers stay.
create table demographics (
    id uuid primary key,
    client_id uuid references clients on delete cascade,
    application_id uuid,
    question text not null,
    status text not null check (status in ('given', 'declined', 'unknown', 'not_asked')),
    codes text[] not null default '{}',
    valid_from date not null,
    check ((client_id is null) <> (application_id is null)),
    check ((status = 'given') = (cardinality(codes) > 0)),
    unique (client_id, question, valid_from)
);
create index demographics_by_code on demographics using gin (codes) where client_id is not null;
create index demographics_by_application on demographics (application_id);

create table stage_moves (
    id uuid primary key,
    client_id uuid not null references clients on delete cascade,
    stage text not null,
    entered_at timestamptz not null default now(),
    user_id uuid references users
);
create index stage_moves_by_client on stage_moves (client_id, entered_at desc);

create table assignments (
    id uuid primary key,
    client_id uuid not null references clients on delete cascade,
    user_id uuid not null references users,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    check (ended_at >= started_at)
);
create unique index assignments_once on assignments (client_id, user_id) where ended_at is null;
create index assignments_by_client on assignments (client_id, started_at desc);
create index assignments_by_user on assignments (user_id, client_id) where ended_at is null;

create table enrollments (
    id uuid primary key,
    client_id uuid not null references clients on delete cascade,
    program_id uuid not null references programs,
    start_date date not null,
    -- The last day in the program.
    end_date date,
    version integer not null default 1,
    check (end_date >= start_date),
    -- In one program once at a time.
    exclude using gist (client_id with =, program_id with =, daterange(start_date, end_date, '[]') with &&)
);
create index enrollments_by_client on enrollments (client_id, start_date desc);
create index enrollments_by_program on enrollments (program_id, client_id);

create table restrictions (
    id uuid primary key,
    client_id uuid not null references clients on delete restrict,
    scope text not null check (scope in ('organization', 'program')),
    program_id uuid references programs,
    start_date date not null,
    -- The last day in force.
    end_date date,
    review_date date,
    reason text not null,
    created_at timestamptz not null default now(),
    created_by uuid references users,
    lifted_at timestamptz,
    lifted_by uuid references users,
    lifting_reason text,
    version integer not null default 1,
    check ((scope = 'program') = (program_id is not null)),
    check (end_date >= start_date),
    check ((lifted_at is null) = (lifting_reason is null))
);
create index restrictions_by_client on restrictions (client_id, start_date desc);
create index restrictions_by_start on restrictions (start_date desc, id desc);

create table pending_changes (
    id uuid primary key,
    edit text not null,
    entity_id uuid,
    client_id uuid references clients,
    body jsonb not null,
    -- What stood in each touched field when it was proposed.
    base jsonb not null,
    ssn_sealed bytea,
    ssn_last_four text,
    ssn_index bytea,
    status text not null default 'pending' check (status in ('pending', 'approved', 'refused')),
    requested_by uuid not null references users,
    requested_at timestamptz not null default now(),
    reviewed_by uuid references users,
    reviewed_at timestamptz,
    rationale text,
    version integer not null default 1,
    check ((status = 'pending') = (reviewed_at is null)),
    check (reviewed_by <> requested_by)
);
create index pending_changes_by_status on pending_changes (status, requested_at desc, id desc);
create index pending_changes_by_requester on pending_changes (requested_by, requested_at desc, id desc);
create index pending_changes_by_client on pending_changes (client_id, requested_at desc);
