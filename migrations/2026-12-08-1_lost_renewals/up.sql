-- Which token one came of, so that a browser that never got it can be given another. A void one opens nothing, and
-- whoever shows it has a copy. `used_at` stays the first use; `repeated_at` is the last one after it.
alter table refresh_tokens
    add column follows bytea,
    add column repeated_at timestamptz,
    add column voided_at timestamptz;
create unique index refresh_tokens_by_predecessor on refresh_tokens (follows) where voided_at is null;
