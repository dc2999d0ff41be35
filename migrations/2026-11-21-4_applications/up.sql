create table applications (
    id uuid primary key,
    reference text not null unique,
    status text not null default 'new' check (status in ('new', 'contacted', 'accepted', 'attached', 'declined')),
    submitted_at timestamptz not null default now(),
    first_contact_at timestamptz,
    language text not null,
    first_name text not null,
    last_name text not null,
    preferred_name text not null,
    date_of_birth date not null,
    phone text not null,
    phone_key text not null,
    email text not null,
    email_key text not null,
    ssn_sealed bytea,
    ssn_last_four text,
    ssn_index bytea,
    residency text not null,
    neighborhood text not null,
    address jsonb,
    employment_goals text not null,
    referral_source text not null,
    referral_detail text not null,
    consent_version text not null,
    search_key text not null,
    client_id uuid references clients,
    decided_at timestamptz,
    decided_by uuid references users,
    decline_reason text,
    version integer not null default 1,
    check ((status in ('accepted', 'attached')) = (client_id is not null)),
    check ((status = 'declined') = (decline_reason is not null)),
    check ((status in ('accepted', 'attached', 'declined')) = (decided_at is not null))
);
create index applications_by_status on applications (status, submitted_at, id);
create index applications_by_age on applications (submitted_at, id);
create index applications_by_search_key on applications using gin (search_key gin_trgm_ops);
create index applications_by_client on applications (client_id) where client_id is not null;

alter table clients add foreign key (application_id) references applications;
alter table demographics add foreign key (application_id) references applications on delete cascade;

create table application_programs (
    application_id uuid not null references applications on delete cascade,
    program_id uuid not null references programs,
    position integer not null,
    primary key (application_id, program_id)
);

-- An unsent form. The cookie's token is kept as a hash alone.
create table application_drafts (
    id uuid primary key,
    token_hash bytea not null unique,
    form jsonb not null,
    step text not null,
    ssn_sealed bytea,
    ssn_last_four text,
    ssn_index bytea,
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now()
);
create index application_drafts_by_age on application_drafts (last_used_at);

create table documents (
    id uuid primary key,
    client_id uuid references clients,
    application_id uuid references applications,
    draft_id uuid references application_drafts on delete cascade,
    name text not null,
    format text not null check (format in ('pdf', 'docx', 'doc', 'txt')),
    size bigint not null check (size > 0),
    sha256 bytea not null,
    uploaded_at timestamptz not null default now(),
    uploaded_by uuid references users,
    check (num_nonnulls(client_id, application_id, draft_id) >= 1)
);
create index documents_by_client on documents (client_id, uploaded_at desc);
create index documents_by_application on documents (application_id);
create index documents_by_draft on documents (draft_id);
