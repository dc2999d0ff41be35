alter table pending_changes disable trigger user;
update pending_changes set base = jsonb_build_object('answers', coalesce(
    (select jsonb_agg(jsonb_build_object('question', question) || stood)
        from jsonb_each(base) as each (question, stood) where stood <> 'null'), '[]'))
where edit = 'demographics.answer';
delete from pending_changes where status = 'withdrawn';
alter table pending_changes enable trigger user;

alter table pending_changes
    drop constraint pending_changes_withdrawn_check,
    drop constraint pending_changes_left_out_check,
    drop column left_out,
    drop constraint pending_changes_status_check,
    add constraint pending_changes_status_check check (status in ('pending', 'approved', 'refused'));
