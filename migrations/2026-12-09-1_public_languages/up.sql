-- Which languages the public pages offer is the organization's to say. Until now they offered all, whatever stood here,
-- and so they go on where nobody says otherwise.
alter table organization disable trigger user;
update organization set languages = languages || array(
    select one from unnest('{en,es,zh-Hant,fil,vi}'::text[]) with ordinality as known (one, place)
    where one <> all (languages) order by place);
alter table organization enable trigger user;
alter table organization
    alter column languages set default '{en,es,zh-Hant,fil,vi}',
    add constraint organization_languages_known check (languages <@ '{en,es,zh-Hant,fil,vi}'::text[]);
