-- Whoever reviews applications sees them. Roles and keys from before seeing them had a name of its own say it from here on,
-- so that a question for those who see them finds these too. It follows from what stands there, so it is no change of anybody's
-- rights.
alter table own_roles disable trigger user;
update own_roles set permissions = permissions || '{see_applications}'
where 'review_applications' = any (permissions) and 'see_applications' <> all (permissions);
alter table own_roles enable trigger user;
alter table api_keys disable trigger user;
update api_keys set permissions = permissions || '{see_applications}'
where 'review_applications' = any (permissions) and 'see_applications' <> all (permissions);
alter table api_keys enable trigger user;
