drop index enrollments_ending;
drop index follow_ups_closed_late;
drop table dashboards;
