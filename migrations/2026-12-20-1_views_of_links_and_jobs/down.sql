delete from saved_views where list in ('intake_links', 'jobs');
alter table saved_views
    drop constraint saved_views_list_check,
    add constraint saved_views_list_check check (list in (
        'clients', 'applications', 'follow_ups', 'restrictions', 'changes', 'notes', 'audit', 'users', 'programs', 'board'
    ));
