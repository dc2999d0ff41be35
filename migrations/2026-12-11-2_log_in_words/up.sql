-- The words of sealed lines, by their place in the chain, and of each 256 of them together. A search asks the second
-- table which of these blocks have all of its words, and looks through them from the newest one: so neither a word that
-- stands everywhere nor one that stood in a few old lines costs more than a few blocks.
create table audit_words (
    position bigint primary key,
    seq bigint not null unique,
    words tsvector not null
);
create table audit_word_blocks (
    block bigint primary key,
    words tsvector not null
);
create index audit_word_blocks_by_words on audit_word_blocks using gin (words);
