alter table code_values drop column offered_from;
