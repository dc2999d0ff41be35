drop index restrictions_by_review;
alter table restrictions
    drop column review_told_for,
    drop column review_note,
    drop column reviewed_by,
    drop column reviewed_at;
