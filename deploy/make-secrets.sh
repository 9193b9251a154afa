#!/bin/sh
# Makes the files of deploy/secrets that docker-compose.yml names: random values for what is ours, empty files for what
# the providers give. A file that holds something is left as it is, so running it again is safe.
set -eu
cd "$(dirname "$0")"
# The folder is closed to others. The files are not, because the containers' own users must read them.
umask 022
mkdir -p secrets/renewed
chmod 700 secrets

random_base64() { head -c 32 /dev/urandom | base64; }
sha256_hex() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1; }
random_hex() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# Usage: ours NAME VALUE
ours() {
  [ -s "secrets/$1" ] && return
  printf '%s\n' "$2" >"secrets/$1"
  echo "made    deploy/secrets/$1"
}

# Makes a key for a caller of the gateway, and says what the gateway is told of it. Usage: caller ROLE
caller() {
  random_hex >"secrets/callers/$1"
  printf 'first-%s:%s:%s' "$1" "$1" "$(sha256_hex <"secrets/callers/$1")"
}

# Usage: theirs NAME REMARK
theirs() {
  [ -s "secrets/$1" ] && return
  : >"secrets/$1"
  echo "fill in deploy/secrets/$1  ($2)"
}

ours postgres_password "$(random_hex)"
ours customer_id_key "$(random_base64)"
ours payload_keys "k1:$(random_base64)"
ours webhook_secrets "whsec_$(random_base64)"
ours gateway_token_keys "$(random_base64)"
if [ ! -s secrets/gateway_api_keys ]; then
  mkdir -p secrets/callers
  ours gateway_api_keys "$(caller backend),$(caller operator)"
  echo 'made    deploy/secrets/callers/backend and operator  (the keys themselves: give each to its caller, keep none here)'
fi

theirs iserveu_client_secret 'from iServeU'
theirs iserveu_pass_key 'from iServeU; stays empty with ISERVEU_AUTH=plain'
theirs iserveu_encryption_key 'from iServeU; stays empty with ISERVEU_AUTH=plain'
theirs iifl_subscription_key 'from IIFL'
theirs iifl_user_key 'from IIFL'
theirs iifl_password 'from IIFL'
theirs iifl_encryption_key 'from IIFL; stays empty where another job opens the session'
