-- After how many years it is forgotten who looked at whom; 0 keeps it. The law wants at least ten. The second index finds
-- what is older without reading all that is younger.
alter table settings add column access_years integer not null default 0
    check (access_years = 0 or access_years between 10 and 99);
create index access_log_by_time on access_log using brin (at);
