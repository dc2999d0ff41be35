-- What the organization says of itself and of its programs in its other languages: {"es": {"mission": …}} and {"es": …}.
-- What is missing is read in its first language.
alter table organization add column words jsonb not null default '{}' check (jsonb_typeof(words) = 'object');
alter table programs add column descriptions jsonb not null default '{}' check (jsonb_typeof(descriptions) = 'object');
