alter table demographics disable trigger user;
insert into demographics (id, application_id, question, status, codes, valid_from)
    select equal_opportunity.id, application_id, question, equal_opportunity.status, codes, submitted_at::date
    from equal_opportunity join applications on applications.id = application_id
    where question in ('race_ethnicity', 'sex') and equal_opportunity.status in ('given', 'declined');
alter table demographics enable trigger user;
drop table equal_opportunity;
