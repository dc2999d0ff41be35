#!/bin/bash
# Runs once, in a new database container: the two roles, and the database that one of them owns.
# The server works as openhall_web, which cannot change a table's shape or the audit log.
set -euo pipefail

psql --username postgres --set ON_ERROR_STOP=1 \
    --set owner="$(cat /run/secrets/owner)" --set web="$(cat /run/secrets/web)" <<'SQL'
create role openhall_owner login password :'owner';
create role openhall_web login password :'web';
create database openhall owner openhall_owner;
SQL
