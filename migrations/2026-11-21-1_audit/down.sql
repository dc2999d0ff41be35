drop table kept_counts;
drop table access_log;
drop table audit;
