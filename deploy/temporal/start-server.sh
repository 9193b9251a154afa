#!/bin/sh
# Starts the Temporal server with the database password from its secret file: the server itself takes only a variable.
set -eu
POSTGRES_PWD=$(cat "$POSTGRES_PASSWORD_FILE")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
