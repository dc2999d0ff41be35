-- How many stood before somebody on the program's waiting list who was enrolled all the same; the reason stands beside it.
alter table enrollments
    add column passed_waiting integer check (passed_waiting > 0);
