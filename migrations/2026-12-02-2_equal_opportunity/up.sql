-- Equal-opportunity answers of applicants (29 CFR 38.41), apart from the application: who decides on one does not see
-- them. A question that was passed over has a row as well; where there is none, it was not asked.
create table equal_opportunity (
    id uuid primary key,
    application_id uuid not null references applications on delete cascade,
    question text not null check (question in
        ('race_ethnicity', 'sex', 'age', 'disability', 'limited_english', 'preferred_language')),
    status text not null check (status in ('given', 'declined', 'not_answered')),
    codes text[] not null default '{}',
    check ((status = 'given') = (cardinality(codes) > 0)),
    unique (application_id, question)
);

-- What applicants answered so far to questions that are asked apart from now on. The log is not told: it would keep the
-- answers where more people read them.
alter table demographics disable trigger user;
insert into equal_opportunity (id, application_id, question, status, codes)
    select id, application_id, question, status, codes from demographics
    where application_id is not null and question in ('race_ethnicity', 'sex') and status in ('given', 'declined')
    on conflict do nothing;
delete from demographics where application_id is not null and question in ('race_ethnicity', 'sex');
alter table demographics enable trigger user;
