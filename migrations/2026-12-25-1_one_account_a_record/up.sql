-- A client's record is one person's own: of two accounts with it, nobody could say whose it is.
create unique index users_by_client on users (client_id) where client_id is not null;
