-- The first page of those whose key is like a word, the most alike first. The least likeness is set for the session.
with page as (
    select id, word_similarity(:word, search_key) as likeness from clients where search_key %> :word
    order by likeness desc, id limit 26
)
select c.id, c.version, c.first_name, c.last_name, c.preferred_name,
    (select value from contact_points where client_id = c.id and kind = 'phone' order by position limit 1) as phone,
    (select value from contact_points where client_id = c.id and kind = 'email' order by position limit 1) as email,
    c.date_of_birth, c.status, c.stage,
    array(select users.name from assignments join users on users.id = assignments.user_id
          where assignments.client_id = c.id and ended_at is null order by started_at, users.name) as assignees,
    exists(select from restrictions where client_id = c.id and lifted_at is null and start_date <= current_date
           and coalesce(end_date, 'infinity') >= current_date) as restricted,
    c.updated_at
from page join clients as c on c.id = page.id order by page.likeness desc, page.id;
