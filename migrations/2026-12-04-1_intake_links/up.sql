-- Links to the form: for anybody, for one person, for whoever a partner refers, for a partner who fills it in. What
-- opens with one is told once; here is its hash, of 137 random bits.
create table intake_links (
    id uuid primary key,
    name text not null check (name <> ''),
    kind text not null check (kind in ('public', 'one_time', 'referral', 'assisted')),
    hash bytea not null unique check (octet_length(hash) = 32),
    program_id uuid references programs on delete set null,
    -- Who refers the person, or fills the form in.
    partner text check (partner <> ''),
    -- Of who refers the person. What they are told: that this reference arrived.
    partner_email text check (partner_email <> ''),
    partner_language text check (partner_language <> ''),
    reference text unique check (reference <> ''),
    status_hash bytea unique check (octet_length(status_hash) = 32),
    made_by uuid not null references users,
    made_at timestamptz not null default now(),
    expires_on date not null,
    -- Of one that works once: when somebody handed the form in by it.
    used_at timestamptz,
    ended_at timestamptz,
    ended_by uuid references users,
    check ((kind in ('referral', 'assisted')) = (partner is not null)),
    check (num_nonnulls(partner_email, partner_language, reference, status_hash)
        = case when kind = 'referral' then 4 else 0 end),
    check (used_at is null or kind in ('one_time', 'referral')),
    check ((ended_at is null) = (ended_by is null))
);
create index intake_links_by_age on intake_links (made_at desc, id desc);
create index intake_links_by_program on intake_links (program_id) where program_id is not null;

-- Where an application came from, where it did not come by the form alone.
create table application_origins (
    application_id uuid primary key references applications on delete cascade,
    intake_link_id uuid not null references intake_links,
    arrived_at timestamptz not null default now()
);
create index application_origins_by_link on application_origins (intake_link_id, arrived_at);

-- By which link an unsent form was opened.
alter table application_drafts add column intake_link_id uuid references intake_links;
create index application_drafts_by_link on application_drafts (intake_link_id) where intake_link_id is not null;
