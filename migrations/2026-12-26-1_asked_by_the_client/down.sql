alter table pending_changes drop column by_client;
