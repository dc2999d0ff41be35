alter table access_log rename to access_log_by_look;
drop index access_log_by_client;
create table access_log (
    at timestamptz not null,
    user_id uuid not null,
    client_id uuid not null,
    operation text not null
);
insert into access_log (at, user_id, client_id, operation)
select at, user_id, unnest(client_ids), operation from access_log_by_look;
drop table access_log_by_look;
create index access_log_by_client on access_log (client_id, at desc);
