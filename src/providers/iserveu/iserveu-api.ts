import type { GetCustomerOutcome, RegistrationOutcome, SendOtpOutcome } from './outcomes.js';

export interface GetCustomerRequest {
  mobileNumber: string;
  username: string;
  latlong: string;
  publicIP: string;
}

export interface RegistrationRequest extends GetCustomerRequest {
  name: string;
  otp: string;
  address?: string;
  pincode?: string;
  ovdType?: string;
  ovdData?: string;
  paramA?: string;
  paramB?: string;
  paramC?: string;
}

export interface SendOtpRequest extends GetCustomerRequest {
  ovdType?: string;
  ovdData?: string;
}

/** iServeU's customer API. Calls never throw for anything a provider or a network does. */
export interface IserveuApi {
  getCustomer(request: GetCustomerRequest, signal: AbortSignal): Promise<GetCustomerOutcome>;
  /** Must not be repeated blindly: it has no idempotency key. */
  processCustomerRegistration(request: RegistrationRequest, signal: AbortSignal): Promise<RegistrationOutcome>;
  /** Each call may send a message and uses one of few sends. */
  sendOtp(request: SendOtpRequest, signal: AbortSignal): Promise<SendOtpOutcome>;
}
