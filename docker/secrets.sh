#!/bin/bash
# Makes the passwords of a new installation's database in docker/secrets/. Those that are there stay as they are.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

random() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
once() { [ -e "secrets/$1" ] || cat > "secrets/$1"; }

random | once superuser
random | once owner
random | once web
echo "postgres://openhall_owner:$(cat secrets/owner)@database/openhall" | once migration_url
echo "postgres://openhall_web:$(cat secrets/web)@database/openhall" | once database_url
# Inside the containers other users read them; on this machine only those who may enter the folder.
chmod 0444 secrets/*
