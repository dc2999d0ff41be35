-- Since when a client is in the present stage: what the board shows, sorts and pages by.
alter table clients add column stage_since timestamptz not null default now();

-- It follows from what the log has already, so it is no change of a record.
alter table clients disable trigger user;
update clients set stage_since = coalesce(
    (select max(entered_at) from stage_moves where stage_moves.client_id = clients.id), created_at);
alter table clients enable trigger user;

-- A column of the board is the beginning of a stage in this order.
create index clients_on_board on clients (stage, stage_since, id) where status = 'active';
