alter table enrollments
    drop column passed_waiting;
