-- After how many years a closed record is erased; 0 keeps it. The law wants at least ten.
alter table settings add column client_years integer not null default 0
    check (client_years = 0 or client_years between 10 and 99);
