-- Who answers for a department; what a program is (a value of the code list program_type); and how many people fit into a
-- program, from which day on. What was true on a day stays: a report as of any day is right.
alter table departments add column owner_id uuid references users;
alter table programs add column kind text check (kind ~ '^[a-z0-9_]{1,60}$');

create table program_capacities (
    id uuid primary key,
    program_id uuid not null references programs on delete cascade,
    effective_from date not null,
    capacity integer not null check (capacity between 0 and 100000),
    set_by uuid references users,
    set_at timestamptz not null default now(),
    unique (program_id, effective_from)
);
