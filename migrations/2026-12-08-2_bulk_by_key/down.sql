alter table bulk_changes drop column api_key_id;
