-- A proposal to make a client that was approved is about that client, and goes with the record. Which client came of it the
-- log tells: of the approval's own transaction, request and person, where nobody else was made by it. Of records that were
-- erased already the proposal goes here.
do $$
declare
    one record;
begin
    perform set_config('openhall.principal', 'job', true), set_config('openhall.operation', 'migrate.up', true);
    for one in
        select pending_changes.id, min(clients.id::text)::uuid as client, bool_and(clients.erased_at is not null) as erased
        from pending_changes
        join audit as decided on decided.entity = 'pending_changes' and decided.entity_id = pending_changes.id
            and decided.action = 'update' and decided.operation = 'changes.approve'
        join audit as made on made.xact = decided.xact and made.seq > decided.seq
            and made.entity = 'clients' and made.action = 'create' and made.operation = 'changes.approve'
            and made.principal_id is not distinct from decided.principal_id
            and made.request_id is not distinct from decided.request_id
        join clients on clients.id = made.entity_id
        where pending_changes.edit = 'clients.create' and pending_changes.status = 'approved'
            and pending_changes.client_id is null
        group by pending_changes.id
        having count(distinct clients.id) = 1
    loop
        if one.erased then
            delete from notifications where subject_id = one.id;
            delete from unsent_texts where subject_id = one.id;
            delete from pending_changes where id = one.id;
            perform erase_lines('clients', (select array_agg(seq) from audit
                where entity = 'pending_changes' and entity_id = one.id and erased_at is null));
        else
            update pending_changes set client_id = one.client where id = one.id;
        end if;
    end loop;
end $$;
