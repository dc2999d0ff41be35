-- Why a restriction was bypassed, or somebody enrolled over capacity, is found by those alone who may read it. What of a
-- line's open words came from its reason cannot be told any more, so all of them are for these readers.
update audit_words
set words = array_to_tsvector(array(
    select case when word like 'o:%' then
            case audit.entity when 'restriction_bypasses' then 'r' else 'e' end || substr(word, 2)
        else word end
    from unnest(tsvector_to_array(words)) as word))
from audit
where audit.seq = audit_words.seq and audit.reason <> ''
    and audit.entity in ('restriction_bypasses', 'enrollments', 'intakes', 'discharges', 'waitlist_entries');
delete from audit_word_blocks where block in (
    select (position - 1) / 256 from audit_words join audit on audit.seq = audit_words.seq
    where audit.reason <> ''
        and audit.entity in ('restriction_bypasses', 'enrollments', 'intakes', 'discharges', 'waitlist_entries'));
