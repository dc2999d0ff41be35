create table notes (
    id uuid primary key,
    client_id uuid not null references clients,
    program_id uuid references programs,
    kind text not null check (kind in ('initial', 'follow_up', 'training', 'employment', 'completion', 'general')),
    happened_at timestamptz not null,
    confidential boolean not null default false,
    -- A confidential note has its text sealed, any other has it open.
    text text,
    text_sealed bytea,
    author_id uuid not null references users,
    written_at timestamptz not null default now(),
    edited_at timestamptz,
    version integer not null default 1,
    check (confidential = (text_sealed is not null) and confidential = (text is null))
);
create index notes_by_client on notes (client_id, happened_at desc, id desc);
create index notes_by_author on notes (author_id, written_at desc);

create table addenda (
    id uuid primary key,
    note_id uuid not null references notes on delete cascade,
    client_id uuid not null references clients,
    text text,
    text_sealed bytea,
    author_id uuid not null references users,
    written_at timestamptz not null default now(),
    check (num_nonnulls(text, text_sealed) = 1)
);
create index addenda_by_note on addenda (note_id, written_at);

create table follow_ups (
    id uuid primary key,
    client_id uuid not null references clients,
    assignee_id uuid not null references users,
    due_on date not null,
    purpose text not null,
    status text not null default 'open' check (status in ('open', 'done', 'cancelled')),
    outcome text,
    closed_at timestamptz,
    closed_by uuid references users,
    created_by uuid not null references users,
    created_at timestamptz not null default now(),
    reschedules integer not null default 0,
    version integer not null default 1,
    check ((status = 'open') = (closed_at is null))
);
create index follow_ups_by_assignee on follow_ups (assignee_id, status, due_on, id);
create index follow_ups_by_client on follow_ups (client_id, due_on desc, id desc);
create index follow_ups_by_due on follow_ups (status, due_on, id);

create table notifications (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null,
    subject_id uuid not null,
    at timestamptz not null default now(),
    read_at timestamptz
);
create index notifications_by_user on notifications (user_id, at desc);
create index notifications_unread on notifications (user_id) where read_at is null;
