-- What the server may do with the tables: read and write rows, never the log, never the shape.
grant usage on schema public to openhall_web;
grant select, insert, update, delete on all tables in schema public to openhall_web;
grant usage on all sequences in schema public to openhall_web;
revoke insert, update, delete, truncate on audit, audit_links, audit_seals, kept_counts from openhall_web;
-- The ledger is written by what erases; a hold is lifted and stays.
revoke insert, update, delete, truncate on erasures from openhall_web;
revoke delete, truncate on legal_holds from openhall_web;
revoke update, delete on access_log from openhall_web;
revoke update, delete, truncate on audit_words, audit_word_blocks from openhall_web;
revoke insert, update, delete on __diesel_schema_migrations from openhall_web;
-- Every request reads the one row.
revoke insert, delete, truncate on settings from openhall_web;
-- A restriction is lifted or expires, and is kept; so is what set it aside for a while.
revoke delete, truncate on restrictions, restriction_bypasses from openhall_web;
