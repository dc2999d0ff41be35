-- Tags of clients: codes of the list "tag", which the organization keeps.
create table client_tags (
    id uuid primary key,
    client_id uuid not null references clients on delete cascade,
    tag text not null check (tag <> ''),
    unique (client_id, tag)
);
create index client_tags_by_tag on client_tags (tag, client_id);
