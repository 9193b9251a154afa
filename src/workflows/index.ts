export { deliverOutcome } from './deliver-outcome.js';
export { onboardCustomer } from './onboard-customer.js';
