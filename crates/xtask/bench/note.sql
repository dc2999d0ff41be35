-- A note about one of Casey's clients. The audit's trigger writes its row here as well; the session names the author.
\set k random(0, 59)
\set n 1 + :k * (:count / 60)
insert into notes (id, client_id, kind, happened_at, text, author_id)
select gen_random_uuid(), c.id, 'follow_up', '2026-11-02T10:00:00Z',
    'Called about the interview on Friday; she will bring both references and the bus pass form. 1f2e3d4c5b6a7988',
    (select id from users where email = 'casey@example.org')
from clients as c where c.id = ('01890000-0000-7000-8000-' || lpad(:n::text, 12, '0'))::uuid
returning id, version, written_at;
