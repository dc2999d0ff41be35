-- One client with everything that the record's page shows.
\set n random(1, :count)
select c.id, c.version, c.created_at, c.updated_at, c.first_name, c.last_name, c.preferred_name,
    (select jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'label', label, 'may_contact', may_contact)
            order by position) from contact_points where client_id = c.id) as contact_points,
    (select jsonb_agg(jsonb_build_object('no_fixed_address', no_fixed_address, 'street', street, 'unit', unit,
            'city', city, 'region', region, 'postal_code', postal_code) order by position)
     from addresses where client_id = c.id) as addresses,
    (select min(due_on) from follow_ups
     where client_id = c.id and status = 'open' and due_on >= current_date) as next_appointment,
    c.aliases, c.date_of_birth, c.status, c.stage, c.residency, c.residency_verified_by, c.neighborhood,
    c.referral_source, c.language,
    (select jsonb_agg(jsonb_build_object('source', source, 'value', value) order by source, value)
     from external_ids where client_id = c.id) as external_ids,
    (select jsonb_agg(tag order by tag) from client_tags where client_id = c.id) as tags,
    c.emergency_contact, c.application_id, c.ssn_last_four
from clients as c where c.id = ('01890000-0000-7000-8000-' || lpad(:n::text, 12, '0'))::uuid;
