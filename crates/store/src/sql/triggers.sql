-- Which tables are audited, by which client column, without which columns. Created anew with functions.sql.
do $$
declare
    line record;
begin
    for line in select * from (values
        ('account_links', '', 'hash'),
        ('addenda', 'client_id', ''),
        ('addresses', 'client_id', 'position'),
        ('api_keys', '', 'secret_hash,last_used_at'),
        ('application_origins', '', 'arrived_at'),
        ('application_programs', '', 'position'),
        ('applications', 'client_id', 'version,search_key,phone_key,email_key,ssn_index,ssn_last_four'),
        ('assignments', 'client_id', ''),
        ('client_tags', 'client_id', ''),
        ('clients', 'id', 'version,search_key,name_key,updated_at,stage_since,ssn_index,ssn_last_four'),
        ('code_values', '', 'version'),
        ('contact_points', 'client_id', 'position,value_key'),
        ('custom_fields', '', 'version'),
        ('custom_values', 'client_id', 'words_key'),
        ('demographics', 'client_id', 'written_at,written_by,corrected_by'),
        ('departments', '', 'version'),
        ('documents', 'client_id', 'sha256'),
        ('enrollments', 'client_id', 'version'),
        ('equal_opportunity', '', 'status,codes'),
        ('erasures', 'client_id', ''),
        ('external_ids', 'client_id', ''),
        ('follow_ups', 'client_id', 'version'),
        ('goal_steps', 'client_id', 'version'),
        ('goals', 'client_id', 'version'),
        ('note_templates', '', 'version'),
        ('intake_links', '', 'hash,status_hash'),
        ('legal_holds', 'client_id', ''),
        ('mail_texts', '', 'version'),
        ('notes', 'client_id', 'version'),
        ('organization', '', 'version,only_one'),
        ('own_roles', '', 'version'),
        ('pending_changes', 'client_id', 'version,body,base,ssn_index,ssn_last_four'),
        ('program_capacities', '', 'set_at'),
        ('program_staff', '', ''),
        ('programs', '', 'version'),
        ('restrictions', 'client_id', 'version,review_told_for'),
        ('sessions', '', 'last_used_at,device'),
        ('settings', '', 'version,only_one'),
        ('stage_moves', 'client_id', ''),
        ('user_own_roles', '', ''),
        ('user_roles', '', ''),
        ('intakes', 'client_id', ''),
        ('discharges', 'client_id', ''),
        ('restriction_bypasses', 'client_id', ''),
        ('waitlist_entries', 'client_id', 'version'),
        ('users', '', 'version,second_factor_step,digest_on,digest_at,reminded_on')
    ) as t (entity, client_column, hidden) loop
        execute format('drop trigger if exists audited on %I', line.entity);
        execute format(
            'create trigger audited after insert or update or delete on %I for each row execute function audited(%L%s)',
            line.entity, line.client_column,
            (select coalesce(string_agg(format(', %L', name), ''), '')
             from unnest(string_to_array(nullif(line.hidden, ''), ',')) as name));
        -- Nothing is written about somebody who was erased but that they were.
        execute format('drop trigger if exists of_record on %I', line.entity);
        if line.entity = 'users' or (line.client_column = 'client_id' and line.entity <> 'erasures') then
            execute format(
                'create trigger of_record before insert or update of client_id on %I for each row ' ||
                'when (new.client_id is not null) execute function of_record()', line.entity);
        end if;
    end loop;
end $$;

drop trigger if exists counted_in on clients;
create trigger counted_in after insert on clients
    referencing new table as fresh for each statement execute function counted();
drop trigger if exists counted_out on clients;
create trigger counted_out after delete on clients
    referencing old table as gone for each statement execute function counted();

-- The log, its chain and the ledger of erasures are only ever added to.
do $$
declare
    log text;
begin
    foreach log in array array['audit', 'audit_links', 'audit_seals', 'erasures'] loop
        execute format('drop trigger if exists kept on %I', log);
        execute format(
            'create trigger kept before update or delete or truncate on %I for each statement execute function kept()', log);
    end loop;
end $$;
