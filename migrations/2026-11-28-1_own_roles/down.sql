drop table user_own_roles;
drop table own_roles;
