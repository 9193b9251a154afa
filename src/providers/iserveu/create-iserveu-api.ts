import { HttpClient, type HttpClientOptions, type HttpResult } from '../http/http-client.js';
import type { IserveuConfig } from './config.js';
import { sealRequest } from './envelope.js';
import type { GetCustomerRequest, IserveuApi, RegistrationRequest, SendOtpRequest } from './iserveu-api.js';
import type { IserveuFields } from './field-names.js';
import { readGetCustomerAnswer } from './read-get-customer-answer.js';
import { readRegistrationAnswer } from './read-registration-answer.js';
import { readSendOtpAnswer } from './read-send-otp-answer.js';

/** iServeU's API over connections of its own; after `close` no call is to be made. */
export type IserveuConnection = IserveuApi & { close(): void };

export interface IserveuApiOptions extends Pick<HttpClientOptions, 'onServerTime'> {
  /** ms since 1970: encrypted headers hold the time. @default Date.now */
  now?: () => number;
}

/** Connects iServeU's API to its servers. */
export function createIserveuApi(
  config: IserveuConfig,
  { now = Date.now, onServerTime }: IserveuApiOptions = {},
): IserveuConnection {
  const http = new HttpClient({ proxies: config.proxies, onServerTime });

  function post(call: {
    url: URL;
    fields: IserveuFields;
    connection: 'kept' | 'fresh';
    signal: AbortSignal;
  }): Promise<HttpResult> {
    const { url, fields, connection, signal } = call;
    const sealed = sealRequest(fields, config.auth, now());
    return http.post({ url, ...sealed, connection, timeoutMs: config.timeoutMs, signal });
  }

  return {
    async getCustomer(request, signal) {
      const fields = getCustomerFields(request);
      const result = await post({ url: config.getCustomerUrl, fields, connection: 'kept', signal });
      return readGetCustomerAnswer(result, config.auth, request.mobileNumber);
    },
    async processCustomerRegistration(request, signal) {
      const fields = registrationFields(request);
      const result = await post({ url: config.registrationUrl, fields, connection: 'fresh', signal });
      return readRegistrationAnswer(result, config, request.mobileNumber);
    },
    async sendOtp(request, signal) {
      const fields = sendOtpFields(request);
      const result = await post({ url: config.sendOtpUrl, fields, connection: 'fresh', signal });
      return readSendOtpAnswer(result, config.auth);
    },
    close() {
      http.close();
    },
  };
}

/** Every field by name, so that nothing else a caller holds can reach iServeU; JSON leaves out what is undefined. */
function getCustomerFields({ mobileNumber, username, latlong, publicIP }: GetCustomerRequest): IserveuFields {
  return { mobileNumber, username, latlong, publicIP };
}

function registrationFields(request: RegistrationRequest): IserveuFields {
  const { name, otp, address, pincode, ovdType, ovdData, paramA, paramB, paramC } = request;
  return { ...getCustomerFields(request), name, otp, address, pincode, ovdType, ovdData, paramA, paramB, paramC };
}

/** otp/send spells fields in its own way. */
function sendOtpFields({ mobileNumber, latlong, publicIP, username, ovdType, ovdData }: SendOtpRequest): IserveuFields {
  const customerRegistration = '1';
  return {
    customerMobileNumber: mobileNumber,
    latLong: latlong,
    publicIP,
    username,
    otpType: customerRegistration,
    ovdType,
    ovdData,
  };
}
