-- A log of :count lines, as the triggers would have written them over years, sealed as the server seals. Each names its
-- client, and one of :count / 50 cases, so that a word may be in thousands of lines or in fifty.
\set ON_ERROR_STOP on
set synchronous_commit = off;
select setseed(0.5);
set session_replication_role = replica;
truncate audit_word_blocks, audit_words, audit_links, audit_seals, audit;
insert into audit (at, principal, principal_id, operation, action, entity, entity_id, client_id, before, after, digest)
select at, 'user', staff, 'fill', 'update', 'clients', client, client, before, after,
    sha256(convert_to(jsonb_build_array(null, before, after)::text, 'UTF8'))
from (
    select now() - (:count - n) * interval '30 seconds' as at, clients.id as client,
        (select id from users where email = 'cora@example.org') as staff,
        jsonb_build_object('last_name', clients.last_name, 'neighborhood', 'mission') as before,
        jsonb_build_object('last_name', clients.last_name, 'neighborhood', 'bayview',
            'preferred_name', 'case' || (n * 7919 % (:count / 50))) as after
    from generate_series(1, :count::bigint) as n
    join (select row_number() over (order by id) as place, id, last_name from clients) as clients
        on clients.place = 1 + n * 104729 % (select count(*) from clients)
    order by n
) as line;
analyze audit;
do $$ begin while seal_audit(50000) > 0 loop commit; end loop; end $$;
vacuum analyze audit, audit_links, audit_words, audit_word_blocks;
