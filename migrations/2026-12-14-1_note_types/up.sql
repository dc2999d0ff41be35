-- What notes are about is a code list of the organization. An agency that has its lists already gets the types that there
-- were, with the labels of the profiles.
alter table notes drop constraint notes_kind_check, add constraint notes_kind_check check (kind ~ '^[a-z0-9_]{1,60}$');
alter table note_templates
    drop constraint note_templates_kind_check,
    add constraint note_templates_kind_check check (kind ~ '^[a-z0-9_]{1,60}$');

select set_config('openhall.principal', 'job', true), set_config('openhall.operation', 'migrate.up', true);
insert into code_values (id, list, code, labels, position)
select gen_random_uuid(), 'note_type', code, jsonb_build_object('en', en, 'es', es, 'zh-Hant', zh, 'fil', fil, 'vi', vi), position
from (values
    (0, 'general', 'General', 'General', '一般', 'Pangkalahatan', 'Chung'),
    (1, 'initial', 'First talk', 'Primera conversación', '首次面談', 'Unang pag-uusap', 'Buổi nói chuyện đầu tiên'),
    (2, 'follow_up', 'Follow-up', 'Seguimiento', '後續追蹤', 'Pagsubaybay', 'Theo dõi'),
    (3, 'training', 'Training', 'Formación', '培訓', 'Pagsasanay', 'Đào tạo'),
    (4, 'employment', 'Employment', 'Empleo', '就業', 'Trabaho', 'Việc làm'),
    (5, 'completion', 'Completion', 'Cierre', '結案', 'Pagtatapos', 'Kết thúc')
) as types (position, code, en, es, zh, fil, vi)
where exists (select from code_values) and not exists (select from code_values where list = 'note_type');
