drop table client_tags;
