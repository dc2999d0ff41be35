alter table programs drop column descriptions;
alter table organization drop column words;
