alter table settings drop column client_years;
