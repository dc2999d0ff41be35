-- One second factor a person, beside the password. The key that waits for its first code stands apart from the one in
-- use, and of the recovery codes there are keyed hashes.
alter table users
    add column second_factor_sealed bytea,
    add column second_factor_begun_sealed bytea,
    add column second_factor_since timestamptz,
    add column second_factor_step bigint not null default 0,
    add column recovery_hashes bytea[] not null default '{}',
    add constraint users_second_factor_whole
        check ((second_factor_sealed is null) = (second_factor_since is null));

-- Who may not do without.
alter table organization add column second_factor_roles text[] not null default '{}';

-- Sign-ins between the password and the code.
create table sign_in_challenges (
    hash bytea primary key,
    user_id uuid not null references users on delete cascade,
    issued_at timestamptz not null default now()
);
create index sign_in_challenges_by_user on sign_in_challenges (user_id);
create index sign_in_challenges_by_age on sign_in_challenges (issued_at);
