drop table restriction_bypasses;
drop table discharges;
drop table intakes;
drop index enrollments_by_program_start;
alter table enrollments
    drop constraint enrollments_left,
    drop constraint enrollments_entered,
    drop column override_reason;
