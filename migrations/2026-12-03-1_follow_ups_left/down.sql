alter table bulk_changes
    drop column left_behind,
    drop column follow_ups;
