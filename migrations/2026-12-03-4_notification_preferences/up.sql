-- How each person wants to hear of each kind of thing; where there is no row, in the usual way of its kind.
create table notification_ways (
    user_id uuid not null references users on delete cascade,
    kind text not null,
    way text not null check (way in ('inbox', 'mail', 'digest', 'off')),
    primary key (user_id, kind)
);

-- No mail before this day, and the last day whose digest was sent.
alter table users
    add column quiet_until date,
    add column digest_on date,
    add column digest_at timestamptz;
create index notifications_by_user_and_id on notifications (user_id, at desc, id desc);
drop index notifications_by_user;
