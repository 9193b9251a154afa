import {
  isJsonRequest,
  parseObject,
  plainJson,
  textOf,
  type Answer,
  type OpenedCall,
  type SimulatedProvider,
} from '../shared/provider.js';

/** Where IIFL's own samples place the call. */
export const IIFL_PATH = '/openapi/prod/BackoffClientProfile';
export const IIFL_LOGIN_PATH = '/openapi/prod/LoginRequestMobileForVendor';

/** The API gateway in front of IIFL: subscription key, path, JSON. Its errors have `statusCode` and `message`. */
export function iiflGateway(subscriptionKey: string): Pick<SimulatedProvider, 'open' | 'seal' | 'bareStatus'> {
  return {
    open({ method, headers, body }) {
      const fields = parseObject(body);
      const given = headers['ocp-apim-subscription-key'];
      const opened: OpenedCall = { fields: fields ?? {} };
      const clientCode = textOf(objectIn(opened.fields, 'body'), 'ClientCode');
      if (clientCode !== '') opened.subject = clientCode;
      const refusal = (): Answer | undefined => {
        if (given === undefined) return refused(401, 'Access denied due to missing subscription key.');
        if (given !== subscriptionKey) return refused(401, 'Access denied due to invalid subscription key.');
        // The gateway knows no such operation for another method.
        if (method !== 'POST') return refused(404, 'Resource not found');
        if (!isJsonRequest(headers)) return refused(415, 'Content-Type must be application/json');
        return fields === undefined ? refused(400, 'The request body could not be read') : undefined;
      };
      const answer = refusal();
      return answer === undefined ? opened : { ...opened, refusal: answer };
    },
    seal: (text) => text,
    bareStatus: (status) => refused(status, STATUS_TEXTS[status] ?? 'Request failed'),
  };
}

/** An object inside the fields; empty where there is none. */
export function objectIn(fields: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const value = fields[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  401: 'Access denied due to invalid subscription key.',
  403: 'Access denied.',
  404: 'Resource not found',
  429: 'Rate limit is exceeded. Try again later.',
  500: 'Internal server error',
  503: 'Service unavailable',
};

function refused(statusCode: number, message: string): Answer {
  return plainJson(statusCode, { statusCode, message });
}
