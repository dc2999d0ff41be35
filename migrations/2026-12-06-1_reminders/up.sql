-- The last day on which somebody was reminded of follow-ups.
alter table users add column reminded_on date;
