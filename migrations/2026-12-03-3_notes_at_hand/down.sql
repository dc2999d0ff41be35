drop table note_templates;
drop index notes_pinned;
alter table notes drop column pinned_at, drop column pinned_by, drop column mentions;
