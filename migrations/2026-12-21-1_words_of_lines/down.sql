drop index audit_words_by_words;
