-- Each piece of what a program began is done with what its key may at that moment.
alter table bulk_changes add column api_key_id uuid;
