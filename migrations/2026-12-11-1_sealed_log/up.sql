-- The log is sealed: each line is linked to the one before it, and the chain's head is kept outside of the database as
-- well. What a line says of a person can go by law; its digest stays, so that the chain holds, and that it went is said.
alter table audit add column erased_at timestamptz;
create index audit_by_transaction on audit (xact, seq);

create table audit_links (
    position bigint primary key,
    seq bigint not null unique,
    link bytea not null
);

-- A seal ends a batch of links. All lines of transactions before `xact`, and those of `xact` up to `up_to_seq`, have
-- links. `walked` is how far a walk over lines that were there before came, in the order of seq; null when it is over.
create table audit_seals (
    number bigint primary key,
    position bigint not null,
    xact xid8 not null,
    up_to_seq bigint not null,
    walked bigint,
    at timestamptz not null,
    head bytea not null
);

-- The digest was of texts that were only joined, so that what stood before and what stands after could change places,
-- and it left out the reason. Lines whose content is gone keep the digest that they have.
update audit set erased_at = now()
where before is null and after is null and digest <> sha256(convert_to(
    concat_ws('|', principal, operation, action, entity, entity_id, client_id, before, after), 'UTF8'));
update audit set digest = sha256(convert_to(jsonb_build_array(reason, before, after)::text, 'UTF8'))
where erased_at is null;
insert into audit (principal, operation, action, entity, after, digest)
select 'job', 'audit.seal', 'delete', 'audit', after,
    sha256(convert_to(jsonb_build_array(null, null, after)::text, 'UTF8'))
from (
    select jsonb_build_object('rule', 'applications', 'count', count(*), 'lines',
        string_agg(seq || '-' || seq, ',' order by seq)) as after
    from audit where erased_at is not null
    having count(*) > 0
) as erased;
