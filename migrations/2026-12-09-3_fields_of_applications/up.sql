-- Applications by what stands in a field, as clients are found by it.
create index custom_values_asked_by_code on custom_values (field, code)
    where application_id is not null and code is not null;
create index custom_values_asked_by_number on custom_values (field, number)
    where application_id is not null and number is not null;
create index custom_values_asked_by_day on custom_values (field, day)
    where application_id is not null and day is not null;
create index custom_values_asked_by_words on custom_values using gin (words_key gin_trgm_ops)
    where application_id is not null;
