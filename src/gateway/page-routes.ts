import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Gatekeeper } from './access/gatekeeper.js';
import { namesTag } from './operations/headers.js';

/** What the OTP page consists of; the build copies the folder beside the compiled sources. */
const PAGE_FOLDER = new URL('page/', import.meta.url);
const INDEX = 'index.html';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Everything from this gateway alone, nothing inline, no frame around it. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** A weight of 0 forbids an encoding (RFC 9110, 12.4.2). */
const TAKES_GZIP = /\bgzip\b(?!\s*;\s*q\s*=\s*0(?:\.0*)?\s*(?:,|$))/i;

interface Asset {
  name: string;
  mediaType: string;
  content: Buffer;
  zipped: Buffer;
  tag: string;
}

/**
 * Serves the OTP page: `/otp/{id}` is its index.html whatever the id, so it tells nothing about an onboarding, and its
 * other files stand beside it as `/otp/<file name>`. The token stands behind the #, so it never comes here in a URL.
 */
export async function routePage(app: FastifyInstance, gatekeeper: Gatekeeper): Promise<void> {
  for (const asset of await readAssets()) {
    app.get(
      asset.name === INDEX ? '/otp/:id' : `/otp/${asset.name}`,
      {
        helmet: { contentSecurityPolicy: CONTENT_SECURITY_POLICY },
        onRequest: (request) => gatekeeper.admitAnybody(request, 'readPage'),
      },
      (request, reply) => sendAsset(asset, request, reply),
    );
  }
}

/** A few small files that never change while the process runs, so they are read and zipped once. */
async function readAssets(): Promise<Asset[]> {
  const names = (await readdir(PAGE_FOLDER)).filter((name) => extname(name) in MEDIA_TYPES);
  return await Promise.all(
    names.map(async (name) => {
      const content = Buffer.from(withoutNotes(await readFile(new URL(name, PAGE_FOLDER), 'utf8')));
      return {
        name,
        mediaType: MEDIA_TYPES[extname(name)] ?? '',
        content,
        zipped: await promisify(gzip)(content, { level: 9 }),
        tag: createHash('sha256').update(content).digest('base64url').slice(0, 22),
      };
    }),
  );
}

/**
 * A file of the page without what only we read, a third of it: comments that have a line of their own or begin with two
 * stars, and indentation. The files keep nothing of that form in their texts.
 */
function withoutNotes(text: string): string {
  return text
    .replace(/^\s*\/\/.*\n/gm, '')
    .replace(/\s*\/\*\*[\s\S]*?\*\//g, '')
    .replace(/^\s+/gm, '');
}

function sendAsset(asset: Asset, { headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ ETag: `"${asset.tag}"`, 'Cache-Control': 'public, no-cache', Vary: 'Accept-Encoding' });
  if (namesTag(headers['if-none-match'], asset.tag)) return reply.code(304).send();
  reply.header('Content-Type', asset.mediaType);
  if (!TAKES_GZIP.test(headers['accept-encoding']?.toString() ?? '')) return reply.send(asset.content);
  return reply.header('Content-Encoding', 'gzip').send(asset.zipped);
}
