-- Links to the form and background work are narrowed too.
alter table saved_views
    drop constraint saved_views_list_check,
    add constraint saved_views_list_check check (list in (
        'clients', 'applications', 'follow_ups', 'restrictions', 'changes', 'notes', 'audit', 'users', 'programs', 'board',
        'intake_links', 'jobs'
    ));
