export { onboardCustomer } from './onboard-customer.js';
