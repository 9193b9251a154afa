#!/bin/sh
# Makes Temporal's two databases, or brings their schemas up to the version of this image. Doing it again changes
# nothing. The password goes by the environment, so that no process list shows it.
set -eu
SQL_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
export SQL_PASSWORD

set_up() {
  database=$1
  schema=/etc/temporal/schema/postgresql/v12/$2/versioned
  temporal-sql-tool --db "$database" create
  temporal-sql-tool --db "$database" setup-schema --version 0.0
  temporal-sql-tool --db "$database" update-schema --schema-dir "$schema"
}

set_up temporal temporal
set_up temporal_visibility visibility
