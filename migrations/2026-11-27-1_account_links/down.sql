alter table users drop column language;
drop table account_links;
