drop table mail_texts;
