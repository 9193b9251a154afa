/** A place where a personal value must not stand. */
export interface Place {
  name: string;
  content: Buffer;
}
