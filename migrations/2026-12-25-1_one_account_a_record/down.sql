drop index users_by_client;
