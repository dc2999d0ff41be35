-- Roles that the organization makes for itself. The built-in ones stand in the code.
create table own_roles (
    id uuid primary key,
    name text not null check (name <> ''),
    description text not null default '',
    sight text not null check (sight in ('nobody', 'card', 'caseload', 'everyone')),
    -- Codes of permissions. One that a version of the server does not know grants nothing there.
    permissions text[] not null check (cardinality(permissions) > 0),
    second_factor_required boolean not null default false,
    version integer not null default 1 check (version > 0)
);
create unique index own_roles_by_name on own_roles (lower(name));

-- Who holds them. A role that somebody holds cannot go.
create table user_own_roles (
    user_id uuid not null references users on delete cascade,
    role_id uuid not null references own_roles,
    primary key (user_id, role_id)
);
create index user_own_roles_by_role on user_own_roles (role_id);
