drop table bulk_rows;
drop table bulk_changes;
