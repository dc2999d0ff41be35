drop table scheduled_runs;
drop table jobs;
