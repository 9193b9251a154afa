import type { DemoParts } from './set-up.js';

/** Says where what runs can be seen, and how to go on from a second terminal. */
export function printLinks(
  { server, keys, gateway, codecServer }: DemoParts,
  { workflowId, runId }: { workflowId: string; runId: string },
): void {
  const workflows = `${server.webUrl ?? ''}/namespaces/${server.namespace}/workflows`;
  console.log(`
Where to look
  this onboarding     ${workflows}/${workflowId}/${runId}/history
  all onboardings     ${workflows}
  the HTTP API        ${gateway.url}/docs

Keys of the HTTP API (Authorization: Bearer KEY)
  a backend's         ${gateway.backendKey}
  an operator's       ${gateway.operatorKey}

Read it with the Temporal CLI
  ${quoted(server.cli)} workflow show --address ${server.address} --namespace ${server.namespace} \\
    --workflow-id ${workflowId} --run-id ${runId} \\
    --codec-endpoint ${codecServer.url}

Onboard another one in a second terminal
  export TEMPORAL_ADDRESS=${server.address}
  export PAYLOAD_KEYS=${keys.PAYLOAD_KEYS}
  export CUSTOMER_ID_KEY=${keys.CUSTOMER_ID_KEY}
  echo '{"mobileNumber":"9876500001","name":"Ravi Kumar","latlong":"12.97,77.59","publicIP":"203.0.113.7"}' |
    npm run --silent onboarding -- start --input -
  npm run --silent onboarding -- otp ID
It prints the ID, and asks for the code: 123456. There is more to play with in docs/simulators.md.

Is all of it ready? Your providers too: docs/going-live.md
  npm run --silent onboarding -- check

Or over HTTP, from any language: a backend starts one, an operator lists all
  echo '{"mobileNumber":"9876500003","name":"Meera Iyer","latlong":"12.97,77.59","publicIP":"203.0.113.7"}' |
    curl -sd @- -H 'Content-Type: application/json' -H 'Authorization: Bearer ${gateway.backendKey}' \\
      ${gateway.url}/v1/onboardings
  curl -s -H 'Authorization: Bearer ${gateway.operatorKey}' ${gateway.url}/v1/onboardings`);
}

/** A word of a shell's command line. */
function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
