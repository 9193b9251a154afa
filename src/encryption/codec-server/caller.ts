/** Somebody who may use the codec server. */
export interface Caller {
  /** For the audit log. */
  name: string;
  /** False: may encode alone. */
  mayDecode: boolean;
}
