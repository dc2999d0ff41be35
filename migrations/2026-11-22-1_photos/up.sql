-- A client's photo is the id of a sealed file. Nothing else of it is in the database.
alter table clients add column photo uuid;
-- For the sweep of the files, which asks for all of them.
create unique index clients_by_photo on clients (photo) where photo is not null;
