/** Operations by the names of our activities. */
export const ISERVEU_OPERATIONS = ['getCustomer', 'processCustomerRegistration', 'sendOtp'] as const;
export type IserveuOperation = (typeof ISERVEU_OPERATIONS)[number];

/** Where iServeU's own pages place each operation. */
export const ISERVEU_PATHS: Readonly<Record<IserveuOperation, string>> = {
  getCustomer: '/common/dmt-lite/unified/customer/get-customer',
  processCustomerRegistration: '/common/dmt-lite/unified/customer/process-customer-registration',
  sendOtp: '/common/dmt-lite/unified/otp/send',
};
