-- Which notifications were told by mail, in a digest or at once. By their times alone one that was written slowly, and
-- committed after a digest, would look like one that was in it.
alter table notifications add column mailed_at timestamptz;
update notifications set mailed_at = now() from users
    where users.id = user_id and at <= coalesce(digest_at, now() - interval '7 days');
create index notifications_unmailed on notifications (user_id) where read_at is null and mailed_at is null;
