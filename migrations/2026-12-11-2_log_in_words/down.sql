drop table audit_word_blocks;
drop table audit_words;
