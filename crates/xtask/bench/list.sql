-- The first page of all clients, by name.
select c.id, c.version, c.first_name, c.last_name, c.preferred_name,
    (select value from contact_points where client_id = c.id and kind = 'phone' order by position limit 1) as phone,
    (select value from contact_points where client_id = c.id and kind = 'email' order by position limit 1) as email,
    c.date_of_birth, c.status, c.stage,
    array(select users.name from assignments join users on users.id = assignments.user_id
          where assignments.client_id = c.id and ended_at is null order by started_at, users.name) as assignees,
    array(select tag from client_tags where client_id = c.id order by tag) as tags,
    exists(select from restrictions where client_id = c.id and lifted_at is null and start_date <= current_date
           and coalesce(end_date, 'infinity') >= current_date) as restricted,
    c.updated_at,
    (select sum(count) from kept_counts where entity = 'clients') as total
from clients as c order by c.name_key, c.id limit 26;
