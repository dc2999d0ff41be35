-- Whoever proposed may take it back before anybody decides. The fields that a reviewer did not take stand in left_out.
alter table pending_changes
    drop constraint pending_changes_status_check,
    add constraint pending_changes_status_check
        check (status in ('pending', 'approved', 'refused', 'withdrawn')),
    add column left_out text[] not null default '{}',
    add constraint pending_changes_left_out_check check (left_out = '{}' or status = 'approved'),
    add constraint pending_changes_withdrawn_check check (status <> 'withdrawn' or reviewed_by is null);

-- What stood for each question is a field of its own, null where nothing did.
alter table pending_changes disable trigger user;
update pending_changes set base = (
    select jsonb_object_agg(asked ->> 'question',
        (select jsonb_build_object('status', stood -> 'status', 'codes', coalesce(stood -> 'codes', '[]'),
                'valid_from', stood -> 'valid_from')
            from jsonb_array_elements(base -> 'answers') stood where stood -> 'question' = asked -> 'question'))
    from jsonb_array_elements(body -> 'answers' -> 'answers') asked)
where edit = 'demographics.answer' and base ? 'answers';
alter table pending_changes enable trigger user;
