interface CurrentCode {
  otp: string;
  used: boolean;
}

/** One current code for each mobile number; a new one ends the one before. */
export class OneTimeCodes {
  private readonly current = new Map<string, CurrentCode>();
  private readonly next = new Map<string, string[]>();
  private sends = 0;

  /** `defaultOtp` is valid without a send, as in iServeU's staging; `null`: only codes that were sent or set are. */
  constructor(private readonly defaultOtp: string | null) {}

  /** Makes the next code of a mobile number its current one. */
  send(mobileNumber: string): string {
    this.sends += 1;
    const otp = this.next.get(mobileNumber)?.shift() ?? this.defaultOtp ?? String(100_000 + this.sends);
    this.set(mobileNumber, otp);
    return otp;
  }

  set(mobileNumber: string, otp: string): void {
    this.current.set(mobileNumber, { otp, used: false });
  }

  /** The codes that the coming sends make, in this order. */
  setNext(mobileNumber: string, otps: readonly string[]): void {
    this.next.set(mobileNumber, [...otps]);
  }

  /** The code that would be accepted now; nothing where none would. */
  valid(mobileNumber: string): string | undefined {
    const code = this.currentOf(mobileNumber);
    return code === undefined || code.used ? undefined : code.otp;
  }

  check(mobileNumber: string, otp: string): 'right' | 'wrong' | 'used' {
    const code = this.currentOf(mobileNumber);
    if (code?.otp !== otp) return 'wrong';
    return code.used ? 'used' : 'right';
  }

  spend(mobileNumber: string): void {
    const code = this.currentOf(mobileNumber);
    if (code !== undefined) this.current.set(mobileNumber, { ...code, used: true });
  }

  clear(): void {
    this.current.clear();
    this.next.clear();
    this.sends = 0;
  }

  private currentOf(mobileNumber: string): CurrentCode | undefined {
    const code = this.current.get(mobileNumber);
    if (code !== undefined) return code;
    return this.defaultOtp === null ? undefined : { otp: this.defaultOtp, used: false };
  }
}
