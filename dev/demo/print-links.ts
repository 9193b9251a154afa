import type { DemoParts } from './set-up.js';

/** Says where what runs can be seen, and how to go on from a second terminal. */
export function printLinks(
  { server, keys, gateway }: DemoParts,
  { workflowId, runId }: { workflowId: string; runId: string },
): void {
  const workflows = `${server.webUrl ?? ''}/namespaces/${server.namespace}/workflows`;
  console.log(`
Where to look
  this onboarding     ${workflows}/${workflowId}/${runId}/history
  all onboardings     ${workflows}
  the HTTP API        ${gateway.url}/docs

Onboard another one in a second terminal
  export TEMPORAL_ADDRESS=${server.address}
  export PAYLOAD_KEYS=${keys.PAYLOAD_KEYS}
  export CUSTOMER_ID_KEY=${keys.CUSTOMER_ID_KEY}
  echo '{"mobileNumber":"9876500001","name":"Ravi Kumar","latlong":"12.97,77.59","publicIP":"203.0.113.7"}' |
    npm run --silent onboarding -- start --input -
  npm run --silent onboarding -- otp ID      (asks for the code: 123456; more to play with: docs/simulators.md)
or over HTTP, from any language
  echo '{"mobileNumber":"9876500003","name":"Meera Iyer","latlong":"12.97,77.59","publicIP":"203.0.113.7"}' |
    curl -sd @- -H 'Content-Type: application/json' -H 'Authorization: Bearer ${gateway.apiKey}' \\
      ${gateway.url}/v1/onboardings`);
}
