-- Who looked at it again, and what they say of it. For which day of review people were told: another day is told anew.
alter table restrictions
    add column reviewed_at timestamptz,
    add column reviewed_by uuid references users,
    add column review_note text,
    add column review_told_for date,
    add check ((reviewed_at is null) = (review_note is null));
create index restrictions_by_review on restrictions (coalesce(review_date, date '9999-12-31'), id);
