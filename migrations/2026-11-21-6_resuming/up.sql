-- A form may be open in several browsers. Each has a cookie of its own, which is kept as a hash alone.
create table draft_cookies (
    hash bytea primary key,
    draft_id uuid not null references application_drafts on delete cascade,
    last_used_at timestamptz not null default now()
);
create index draft_cookies_by_draft on draft_cookies (draft_id);
create index draft_cookies_by_age on draft_cookies (last_used_at);
insert into draft_cookies select token_hash, id, last_used_at from application_drafts;

-- The private link: its code is found by a hash and shown again from a sealed copy. Once the form is handed in,
-- the row stays without the answers, so that the link can say so.
alter table application_drafts
    drop column token_hash,
    add column version integer not null default 1,
    add column saved_by uuid,
    add column date_of_birth date,
    add column link_hash bytea unique,
    add column link_sealed bytea,
    add column application_id uuid unique references applications on delete cascade,
    add check ((link_hash is null) = (link_sealed is null)),
    add check (link_hash is null or date_of_birth is not null),
    add check (application_id is null or link_hash is not null);

-- A file on its way: how much of it is here. Its pieces are sealed, each for its own row.
create table draft_uploads (
    id uuid primary key,
    draft_id uuid not null references application_drafts on delete cascade,
    name text not null,
    size bigint not null check (size > 0),
    received bigint not null default 0 check (received between 0 and size),
    last_written_at timestamptz not null default now()
);
create index draft_uploads_by_draft on draft_uploads (draft_id);
create index draft_uploads_by_age on draft_uploads (last_written_at);

create table draft_upload_pieces (
    id uuid primary key,
    upload_id uuid not null references draft_uploads on delete cascade,
    start bigint not null,
    content_sealed bytea not null,
    unique (upload_id, start)
);
