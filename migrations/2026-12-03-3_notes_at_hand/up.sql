-- Notes that stand first, and colleagues who are named in one.
alter table notes
    add column pinned_at timestamptz,
    add column pinned_by uuid references users,
    add column mentions uuid[] not null default '{}',
    add constraint notes_pin_whole check (num_nonnulls(pinned_at, pinned_by) in (0, 2));
create index notes_pinned on notes (client_id, happened_at desc, id desc) where pinned_at is not null;

-- What a note of a kind begins with.
create table note_templates (
    id uuid primary key,
    kind text not null check (kind in ('initial', 'follow_up', 'training', 'employment', 'completion', 'general')),
    name text not null check (name <> ''),
    text text not null check (text <> ''),
    version integer not null default 1
);
create unique index note_templates_by_name on note_templates (lower(name));
