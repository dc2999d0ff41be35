create table goals (
    id uuid primary key,
    client_id uuid not null references clients,
    title text not null,
    area text not null check (area in ('employment', 'training', 'housing', 'health', 'legal', 'money', 'other')),
    -- In the client's own words; empty where nobody asked yet.
    why text not null default '',
    target_on date,
    status text not null default 'open' check (status in ('open', 'reached', 'given_up')),
    outcome text,
    closed_on date,
    closed_at timestamptz,
    closed_by uuid references users,
    set_by uuid not null references users,
    set_at timestamptz not null default now(),
    version integer not null default 1 check (version > 0),
    check (num_nonnulls(outcome, closed_on, closed_at, closed_by) = case status when 'open' then 0 else 4 end)
);
create index goals_by_client on goals (client_id, id);

create table goal_steps (
    id uuid primary key,
    goal_id uuid not null references goals,
    client_id uuid not null references clients,
    -- The order in which they stand; equal ones stand by their ids.
    position integer not null check (position >= 0),
    what text not null,
    -- Whoever of the staff does it; the client where it names nobody.
    owner_id uuid references users,
    due_on date,
    done_on date,
    version integer not null default 1 check (version > 0)
);
create index goal_steps_by_goal on goal_steps (goal_id, position, id);
create index goal_steps_by_client on goal_steps (client_id);
