drop index notes_by_author;
create index notes_by_author on notes (author_id, written_at desc);
drop index notes_by_program;
drop index notes_to_review;
drop index notes_by_writing;
alter table notes
    drop constraint notes_review_comment_not_confidential,
    drop constraint notes_review_comment_is_of_one,
    drop constraint notes_review_by_another,
    drop constraint notes_review_whole,
    drop column review_comment,
    drop column reviewed_at,
    drop column reviewed_by,
    drop column reviewed_version;
