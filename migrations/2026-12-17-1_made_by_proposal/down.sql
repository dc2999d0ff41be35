select set_config('openhall.principal', 'job', true), set_config('openhall.operation', 'migrate.down', true);
update pending_changes set client_id = null where edit = 'clients.create' and client_id is not null;
