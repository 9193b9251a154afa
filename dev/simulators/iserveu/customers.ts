/** What iServeU knows about a customer; the keys of {@link STATE_CODES}. */
export type CustomerState = 'notExisting' | 'notVerified' | 'verified' | 'ovdNotVerified';

/** get-customer's status code for each state. */
export const STATE_CODES: Readonly<Record<CustomerState, '0' | '1' | '2' | '3'>> = {
  notExisting: '0',
  notVerified: '1',
  verified: '2',
  ovdNotVerified: '3',
};

export interface SimulatedCustomer {
  mobileNumber: string;
  state: CustomerState;
  name?: string | undefined;
  /** How many registration calls succeeded. */
  registrations: number;
}

/** The customers of one simulator; every mobile number not mentioned does not exist. */
export class Customers {
  private readonly byMobileNumber = new Map<string, SimulatedCustomer>();

  get(mobileNumber: string): Readonly<SimulatedCustomer> {
    return this.byMobileNumber.get(mobileNumber) ?? { mobileNumber, state: 'notExisting', registrations: 0 };
  }

  set(customer: Omit<SimulatedCustomer, 'registrations'>): void {
    const { registrations } = this.get(customer.mobileNumber);
    this.byMobileNumber.set(customer.mobileNumber, { ...customer, registrations });
  }

  register(mobileNumber: string, name: string, state: CustomerState): void {
    const { registrations } = this.get(mobileNumber);
    this.byMobileNumber.set(mobileNumber, { mobileNumber, name, state, registrations: registrations + 1 });
  }

  all(): SimulatedCustomer[] {
    return [...this.byMobileNumber.values()];
  }

  clear(): void {
    this.byMobileNumber.clear();
  }
}
