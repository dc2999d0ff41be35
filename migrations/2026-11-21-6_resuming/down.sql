drop table draft_upload_pieces;
drop table draft_uploads;
delete from application_drafts where application_id is not null;
alter table application_drafts
    drop column application_id,
    drop column link_sealed,
    drop column link_hash,
    drop column date_of_birth,
    drop column saved_by,
    drop column version,
    add column token_hash bytea unique;
update application_drafts set token_hash =
    (select hash from draft_cookies where draft_id = application_drafts.id order by last_used_at desc limit 1);
delete from application_drafts where token_hash is null;
alter table application_drafts alter column token_hash set not null;
drop table draft_cookies;
