-- When what identifies a person went from the record; what is counted stays under a number.
alter table clients add column erased_at timestamptz;

-- As long as one is not lifted, nothing of the client's record is erased. Lifted ones stay.
create table legal_holds (
    id uuid primary key,
    client_id uuid not null references clients on delete restrict,
    reason text not null check (length(reason) between 1 and 2000),
    set_by uuid references users,
    set_at timestamptz not null default now(),
    lifted_by uuid references users,
    lifted_at timestamptz,
    lifting_reason text check (length(lifting_reason) between 1 and 2000),
    check ((lifted_at is null) = (lifting_reason is null))
);
create index legal_holds_by_client on legal_holds (client_id, set_at desc, id desc);

-- Which records were erased, by which rule and why. No row of a client is named: after a restore the record may be another
-- one, and the entry has to be there all the same.
create table erasures (
    id uuid primary key,
    client_id uuid not null,
    rule text not null check (rule in ('requested', 'restored', 'retention')),
    at timestamptz not null default now(),
    erased_by uuid references users,
    reason text not null check (length(reason) between 1 and 2000),
    counts jsonb not null
);
create index erasures_by_time on erasures (at desc, id desc);
create index erasures_by_client on erasures (client_id, at desc);
