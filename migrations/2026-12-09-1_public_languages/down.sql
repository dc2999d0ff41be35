alter table organization drop constraint organization_languages_known, alter column languages set default '{en,es}';
