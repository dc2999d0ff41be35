-- Whether anybody gave an answer, before its choice is deleted.
create index equal_opportunity_by_code on equal_opportunity using gin (codes);
