drop table program_capacities;
alter table programs drop column kind;
alter table departments drop column owner_id;
