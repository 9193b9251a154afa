import type { Payload } from '@temporalio/common';
import protobuf from 'protobufjs/minimal.js';

/** `temporal.api.common.v1.Payload` by its field numbers: 1 is the map of metadata, 2 is the data. */
export function writeProtobuf({ metadata, data }: Payload): Buffer {
  const writer = new protobuf.BufferWriter();
  for (const [name, value] of Object.entries(metadata ?? {})) {
    writer.uint32(0x0a).fork().uint32(0x0a).string(name).uint32(0x12).bytes(value).ldelim();
  }
  if (data != null && data.length > 0) writer.uint32(0x12).bytes(data);
  return Buffer.from(writer.finish());
}

/** Reads what {@link writeProtobuf} writes. */
export function readProtobuf(bytes: Buffer): Payload {
  const reader = protobuf.Reader.create(bytes);
  const entries: [string, Uint8Array][] = [];
  let data = new Uint8Array();
  while (reader.pos < reader.len) {
    if (reader.uint32() === 0x0a) entries.push(readEntry(protobuf.Reader.create(reader.bytes())));
    else data = Uint8Array.from(reader.bytes());
  }
  return { metadata: Object.fromEntries(entries), data };
}

function readEntry(reader: protobuf.Reader): [string, Uint8Array] {
  let name = '';
  let value = new Uint8Array();
  while (reader.pos < reader.len) {
    if (reader.uint32() === 0x0a) name = reader.string();
    else value = Uint8Array.from(reader.bytes());
  }
  return [name, value];
}
