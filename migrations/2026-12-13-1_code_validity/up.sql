-- A value is offered from one day on and until another: a changed standard leaves what was answered before as it was.
alter table code_values add column offered_from date;
-- It may be retired on the day on which it would first have been offered: then it never is.
alter table code_values add constraint code_values_days check (retired_on >= offered_from);
