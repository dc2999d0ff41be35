alter table enrollments
    drop constraint enrollments_version_check,
    drop constraint enrollments_one_at_a_time,
    add constraint enrollments_client_id_program_id_daterange_excl
        exclude using gist (client_id with =, program_id with =, daterange(start_date, end_date, '[]') with &&);
