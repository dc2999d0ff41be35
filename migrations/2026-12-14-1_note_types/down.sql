-- Notes of a type that there was not become plain ones; the log keeps what they were.
select set_config('openhall.principal', 'job', true), set_config('openhall.operation', 'migrate.down', true);
update notes set kind = 'general'
where kind not in ('initial', 'follow_up', 'training', 'employment', 'completion', 'general');
update note_templates set kind = 'general'
where kind not in ('initial', 'follow_up', 'training', 'employment', 'completion', 'general');
delete from code_values where list = 'note_type';
alter table notes
    drop constraint notes_kind_check,
    add constraint notes_kind_check
        check (kind in ('initial', 'follow_up', 'training', 'employment', 'completion', 'general'));
alter table note_templates
    drop constraint note_templates_kind_check,
    add constraint note_templates_kind_check
        check (kind in ('initial', 'follow_up', 'training', 'employment', 'completion', 'general'));
