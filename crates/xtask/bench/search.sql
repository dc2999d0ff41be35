-- The first page of those who have a word in their key, by name, and how many there are up to a thousand.
with matches as materialized (
    select id, name_key from clients where search_key like '%' || :word || '%'
), page as (
    select id, name_key from matches order by name_key, id limit 26
)
select c.id, c.version, c.first_name, c.last_name, c.preferred_name,
    (select value from contact_points where client_id = c.id and kind = 'phone' order by position limit 1) as phone,
    (select value from contact_points where client_id = c.id and kind = 'email' order by position limit 1) as email,
    c.date_of_birth, c.status, c.stage,
    array(select users.name from assignments join users on users.id = assignments.user_id
          where assignments.client_id = c.id and ended_at is null order by started_at, users.name) as assignees,
    exists(select from restrictions where client_id = c.id and lifted_at is null and start_date <= current_date
           and coalesce(end_date, 'infinity') >= current_date) as restricted,
    c.updated_at, (select count(*) from (select from matches limit 1001) as counted) as total
from page join clients as c on c.id = page.id order by page.name_key, page.id;
