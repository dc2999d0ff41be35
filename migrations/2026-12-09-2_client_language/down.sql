alter table clients drop column language;
