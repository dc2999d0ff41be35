-- A supervisor's mark on a note: which version was read, by whom and when. The version tells a note that was changed
-- since from one that was not.
alter table notes
    add column reviewed_version integer,
    add column reviewed_by uuid references users,
    add column reviewed_at timestamptz,
    add column review_comment text,
    add constraint notes_review_whole check (num_nonnulls(reviewed_version, reviewed_by, reviewed_at) in (0, 3)),
    add constraint notes_review_by_another check (reviewed_by <> author_id),
    add constraint notes_review_comment_is_of_one check (review_comment is null or reviewed_by is not null),
    add constraint notes_review_comment_not_confidential check (review_comment is null or not confidential);

create index notes_by_writing on notes (written_at desc, id desc);
create index notes_to_review on notes (written_at desc, id desc) where reviewed_version is distinct from version;
create index notes_by_program on notes (program_id, written_at desc, id desc) where program_id is not null;
drop index notes_by_author;
create index notes_by_author on notes (author_id, written_at desc, id desc);
