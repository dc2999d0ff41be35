alter table enrollments
    -- Why somebody was enrolled when the program was full.
    add column override_reason text check (length(override_reason) between 1 and 1000),
    add constraint enrollments_entered unique (id, client_id, program_id, start_date),
    add constraint enrollments_left unique (id, client_id, end_date);
create index enrollments_by_program_start on enrollments (program_id, start_date desc, id desc);

-- The day of an intake is the first day of its enrollment. The key makes any other day impossible, and a day that is
-- corrected moves both.
create table intakes (
    id uuid primary key,
    enrollment_id uuid not null unique,
    client_id uuid not null,
    program_id uuid not null,
    intake_date date not null,
    source_system text not null default 'openhall' check (length(source_system) between 1 and 100),
    foreign key (enrollment_id, client_id, program_id, intake_date)
        references enrollments (id, client_id, program_id, start_date) on update cascade on delete cascade
);
create index intakes_by_client on intakes (client_id, intake_date desc);

-- The same of the last day.
create table discharges (
    id uuid primary key,
    enrollment_id uuid not null unique,
    client_id uuid not null,
    discharge_date date not null,
    reason text not null check (reason ~ '^[a-z0-9_]{1,60}$'),
    comment text not null default '' check (length(comment) <= 1000),
    foreign key (enrollment_id, client_id, discharge_date)
        references enrollments (id, client_id, end_date) on update cascade on delete cascade
);
create index discharges_by_client on discharges (client_id, discharge_date desc);
create index discharges_by_reason on discharges (reason);

insert into intakes (id, enrollment_id, client_id, program_id, intake_date)
select gen_random_uuid(), id, client_id, program_id, start_date from enrollments;

create table restriction_bypasses (
    id uuid primary key,
    restriction_id uuid not null references restrictions,
    client_id uuid not null references clients on delete restrict,
    program_id uuid not null references programs,
    valid_from date not null,
    -- The last day on which it holds.
    valid_until date not null,
    single_use boolean not null,
    reason text not null check (length(reason) between 1 and 2000),
    created_at timestamptz not null default now(),
    created_by uuid references users,
    used_at timestamptz,
    -- Whom it let in last.
    used_for uuid references enrollments on delete set null,
    ended_at timestamptz,
    ended_by uuid references users,
    check (valid_until >= valid_from)
);
create index restriction_bypasses_by_restriction on restriction_bypasses (restriction_id, created_at desc);
create index restriction_bypasses_by_client on restriction_bypasses (client_id);
