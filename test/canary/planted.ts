import type { OnboardingRequest } from '../../src/contract/request.js';
import type { Needle } from './needles.js';

/** Values that stand nowhere by accident. All made up; the Aadhaar number is the published test number's kind. */
export const PLANTED = {
  name: 'Zaphira Qwonkle',
  latlong: '17.4932618,78.3914275',
  publicIP: '2001:db8:5a17:93c4::7f2e',
  address: 'Flat 93 Quuxbury Heights Zindelpur',
  pincode: '793146',
  ovdData: '693146820574',
  paramA: 'planted-param-a-Kwyjibo',
  paramB: 'planted-param-b-Vroomfondel',
  paramC: 'planted-param-c-Majikthise',
  otp: '7193046285',
  wrongOtp: '8260413957',
  malformedOtp: '719304628x',
} as const;

/** What the simulated IIFL knows; in its spelling. */
export const PLANTED_PROFILE = {
  ClientName: 'Zaphira Qwonkle Blortson',
  DOB: '19730926',
  Pan: 'QZXPW7391K',
  BankAccountNumber: '739104628815540',
  BankIFSC: 'ZQXW0739146',
  NomineeName: 'Gwendibird Florpman',
  PermanentAddress: 'Tower 71 Wibbleton Marg Zindelpur',
  CorrespondenceAddress: 'Unit 58 Frobnitz Nagar Zindelpur',
  Email: 'zaphira.qwonkle@planted.invalid',
} as const;

/** Mobile numbers that no clock or counter shows by accident. */
export function plantedMobileNumber(index: number): string {
  return `918273${String(6401 + index * 7).padStart(4, '0')}`;
}

/** A request with every personal field. */
export function plantedRequest(mobileNumber: string): OnboardingRequest {
  const { name, latlong, publicIP, address, pincode, ovdData, paramA, paramB, paramC } = PLANTED;
  return {
    mobileNumber,
    name,
    latlong,
    publicIP,
    address,
    pincode,
    ovdType: 'Aadhaar Card',
    ovdData,
    paramA,
    paramB,
    paramC,
  };
}

/** Everything to search for: planted values and every secret of the worker's environment. Dates and pin codes are too short to be told from chance and are left out. */
export function plantedNeedles(mobileNumbers: readonly string[], environment: Record<string, string>): Needle[] {
  const { pincode: _pincode, malformedOtp: _malformedOtp, ...texts } = PLANTED;
  const { DOB: _dob, ...profile } = PLANTED_PROFILE;
  const secrets = Object.entries(environment).filter(([name]) =>
    /SECRET|KEY|PASSWORD|USER_ID|CLIENT_ID|COOKIE|EMAIL|CONTACT/.test(name),
  );
  return [
    ...Object.entries({ ...texts, ...profile }).map(([what, value]) => ({ what, value })),
    ...mobileNumbers.map((value, index) => ({ what: `mobile number ${index}`, value })),
    ...secrets.map(([what, value]) => ({ what, value })),
  ];
}
