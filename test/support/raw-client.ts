import { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Payloads as a client in another language, a mistake or a foe may send them, by what is odd about them. */
export const ODD_PAYLOADS: Readonly<Record<string, Payload>> = {
  'an unknown encoding': { metadata: { encoding: bytes('foo/bar') }, data: bytes('{"otp":"123456"}') },
  'no encoding': { metadata: {}, data: bytes('{"otp":"123456"}') },
  'no metadata': { data: bytes('{"otp":"123456"}') },
  'JSON that is cut off': { metadata: { encoding: bytes('json/plain') }, data: bytes('{"otp":"1234') },
  'JSON that is no UTF-8': { metadata: { encoding: bytes('json/plain') }, data: new Uint8Array([0x22, 0xff, 0xfe]) },
  'JSON without data': { metadata: { encoding: bytes('json/plain') } },
  'a cipher nobody can open': { metadata: { encoding: bytes('binary/encrypted') }, data: bytes('sealed') },
  'a protobuf of an unknown type': {
    metadata: { encoding: bytes('json/protobuf'), messageType: bytes('customer.Code') },
    data: bytes('{"otp":"123456"}'),
  },
  'bare bytes': { metadata: { encoding: bytes('binary/plain') }, data: bytes('123456') },
  'the encoding of nothing': { metadata: { encoding: bytes('binary/null') } },
};

/** A client beside the given one, which sends this payload in place of every argument. */
export function clientSending(client: Client, payload: Payload): Client {
  return new Client({
    connection: client.connection,
    namespace: client.options.namespace,
    dataConverter: {
      payloadCodecs: [
        {
          encode: (payloads) => Promise.resolve(payloads.map(() => payload)),
          decode: (payloads) => Promise.resolve(payloads),
        },
      ],
    },
  });
}
