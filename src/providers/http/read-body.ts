import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** 1 MiB, before and after decompression; real answers have less than 4 KiB. */
export const MAX_BODY_BYTES = 1_048_576;

/** What came of reading a body. */
export type BodyText =
  | { kind: 'text'; text: string }
  | { kind: 'tooLarge' }
  /** Compressed data that ends too early. */
  | { kind: 'cutOff' }
  /** A content encoding that is unknown or does not fit the data. */
  | { kind: 'undecodable' };

/**
 * Reads a body to its end, at most {@link MAX_BODY_BYTES} of it, and undoes its content encoding.
 *
 * @throws whatever the stream fails with, such as a connection that was cut.
 */
export async function readBody(stream: AsyncIterable<string | Buffer>, contentEncoding: string): Promise<BodyText> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (length > MAX_BODY_BYTES) return { kind: 'tooLarge' };
    chunks.push(bytes);
  }
  return decode(Buffer.concat(chunks), contentEncoding.trim().toLowerCase());
}

/** The HTTP library's own decompression is not used: it takes cut-off data for whole. */
async function decode(bytes: Buffer, encoding: string): Promise<BodyText> {
  if (encoding === '' || encoding === 'identity' || bytes.length === 0) return textOf(bytes);
  const decompress = decompressorFor(encoding, bytes);
  if (decompress === undefined) return { kind: 'undecodable' };
  try {
    return textOf(await decompress(bytes, { maxOutputLength: MAX_BODY_BYTES }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'tooLarge' };
    return { kind: code === 'Z_BUF_ERROR' ? 'cutOff' : 'undecodable' };
  }
}

type Decompress = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

function decompressorFor(encoding: string, bytes: Buffer): Decompress | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return promisify(gunzip);
    case 'deflate':
      // Some servers leave out the zlib header; its low four bits are always 8.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? promisify(inflate) : promisify(inflateRaw);
    case 'br':
      return promisify(brotliDecompress);
    default:
      return undefined;
  }
}

/** UTF-8 without byte order mark; wrong bytes become replacement characters. */
function textOf(bytes: Buffer): BodyText {
  return { kind: 'text', text: new TextDecoder().decode(bytes) };
}
