drop index refresh_tokens_by_predecessor;
alter table refresh_tokens drop column follows, drop column repeated_at, drop column voided_at;
