-- An answer says who wrote it and when. One that was wrong stays beside the one that took its place.
alter table demographics
    add column written_at timestamptz not null default now(),
    add column written_by uuid references users,
    add column corrected_at timestamptz,
    add column corrected_by uuid references users,
    add check (corrected_at is null or client_id is not null);

alter table demographics disable trigger user;
update demographics set written_at = last.at, written_by = (select id from users where id = last.principal_id)
from (
    select distinct on (entity_id) entity_id, at, principal_id from audit
    where entity = 'demographics' and action in ('create', 'update') order by entity_id, seq desc
) as last
where demographics.id = last.entity_id;
alter table demographics enable trigger user;

alter table demographics drop constraint demographics_client_id_question_valid_from_key;
create unique index demographics_stand on demographics (client_id, question, valid_from) where corrected_at is null;
-- The history of a client, corrected answers too, and what goes when the record does.
create index demographics_by_client on demographics (client_id);
