-- Of lines that have two words of which each stands in nearly every block: there the blocks tell nothing. Written by the
-- sealer, in batches, so that nothing is gained by leaving the writing to whoever searches next.
create index audit_words_by_words on audit_words using gin (words) with (fastupdate = off);
