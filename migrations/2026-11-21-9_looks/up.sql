-- One row a look with all the clients that it met: a list of 25 was 25 rows, and its index cost more than the list.
alter table access_log rename to access_log_by_line;
drop index access_log_by_client;
create table access_log (
    at timestamptz not null,
    user_id uuid not null,
    operation text not null,
    client_ids uuid[] not null
);
insert into access_log (at, user_id, operation, client_ids)
select at, user_id, operation, array_agg(client_id) from access_log_by_line group by at, user_id, operation;
drop table access_log_by_line;
create index access_log_by_client on access_log using gin (client_ids);
