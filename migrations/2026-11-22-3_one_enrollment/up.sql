-- The condition holds for every row, so one enrollment at a time in a program is as impossible as before. The planner
-- cannot know that it does and therefore reads by enrollments_by_client. It used to read whoever's enrollments by this
-- index, which costs it the same on paper and some five hundred pages in fact.
alter table enrollments
    drop constraint enrollments_client_id_program_id_daterange_excl,
    add constraint enrollments_one_at_a_time
        exclude using gist (client_id with =, program_id with =, daterange(start_date, end_date, '[]') with &&)
        where (version > 0),
    add constraint enrollments_version_check check (version > 0);
