-- The words stay where fewer find them: which of them came from a reason is not known.
select 1;
