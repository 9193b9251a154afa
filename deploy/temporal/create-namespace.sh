#!/bin/sh
# Creates the namespace TEMPORAL_NAMESPACE where it does not exist yet, and ends once every part of the server knows it:
# a server that has only now come up, or a namespace that is only now made, is refused for some seconds.
set -eu
tries_left=60

# Usage: until_done COMMAND…
until_done() {
  until "$@"; do
    tries_left=$((tries_left - 1))
    if [ "$tries_left" -eq 0 ]; then
      echo "Namespace $TEMPORAL_NAMESPACE is not usable at $TEMPORAL_ADDRESS; the last lines above say why." >&2
      exit 1
    fi
    sleep 1
  done
}

create_if_missing() {
  temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE"
}

until_done create_if_missing
until_done temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" >/dev/null
echo "Namespace $TEMPORAL_NAMESPACE is there."
