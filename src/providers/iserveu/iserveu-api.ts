import type { OnboardingRequest } from '../../contract/request.js';
import type { GetCustomerOutcome, RegistrationOutcome, SendOtpOutcome } from './outcomes.js';

/** The agent under whom iServeU is asked; empty where none is set up, which iServeU answers by a -1. */
interface Agent {
  username: string;
}

/** The fields of an onboarding request that iServeU's calls share; `mobileNumber` is the customer's. */
export type GetCustomerRequest = Pick<OnboardingRequest, 'mobileNumber' | 'latlong' | 'publicIP'> & Agent;

export type SendOtpRequest = GetCustomerRequest & Pick<OnboardingRequest, 'ovdType' | 'ovdData'>;

export type RegistrationRequest = Omit<OnboardingRequest, 'policy' | 'clientCode' | 'username'> &
  Agent & { otp: string };

/** iServeU's customer API. Calls never throw for anything a provider or a network does. */
export interface IserveuApi {
  getCustomer(request: GetCustomerRequest, signal: AbortSignal): Promise<GetCustomerOutcome>;
  /** Must not be repeated blindly: it has no idempotency key. */
  processCustomerRegistration(request: RegistrationRequest, signal: AbortSignal): Promise<RegistrationOutcome>;
  /** Each call may send a message and uses one of few sends. */
  sendOtp(request: SendOtpRequest, signal: AbortSignal): Promise<SendOtpOutcome>;
}
