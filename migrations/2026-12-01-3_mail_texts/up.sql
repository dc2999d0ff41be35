-- Words of mails that the organization chose instead of those that are shipped. Both are null where it took them back.
create table mail_texts (
    kind text not null,
    language text not null,
    subject text check (subject <> ''),
    body text check (body <> ''),
    version integer not null,
    primary key (kind, language),
    check ((subject is null) = (body is null))
);
