drop table saved_views;
drop table unsent_texts;
