alter table users drop column reminded_on;
