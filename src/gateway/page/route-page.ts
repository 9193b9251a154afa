import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Gatekeeper } from '../access/gatekeeper.js';
import type { Brand } from '../../config/brand.js';
import { pagePolicy, serveFiles } from '../serve-files.js';
import { brandFiles, type PageFile } from './brand-files.js';
import { preferredLanguage } from './preferred-language.js';

/** What browsers get; the build copies the folder beside the compiled sources. */
const PUBLIC = fileURLToPath(new URL('public/', import.meta.url));
const SERVED = ['.js', '.css', '.svg'];

/** A picture that is opened by itself can do nothing. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/**
 * Serves the OTP page: `/otp/{id}` is its index.html whatever the id, so it tells nothing about an onboarding, and its
 * other files stand beside it as `/otp/<file name>`. The token stands behind the #, so it never comes here in a URL.
 */
export async function routePage(app: FastifyInstance, gatekeeper: Gatekeeper, brand: Brand): Promise<void> {
  const languages = readdirSync(`${PUBLIC}texts`).map((file) => basename(file, '.js'));
  const { index, others } = brandFiles(`${PUBLIC}index.html`, brand);
  await serveFiles(app, { gatekeeper, operation: 'readPage', root: PUBLIC }, (files) => {
    const options = pagePolicy();
    files.get('/otp/:id', options, (request, reply) => sendMade(index, request, reply));
    for (const [name, file] of Object.entries(others)) {
      files.get(`/otp/${name}`, options, (request, reply) => sendMade(file, request, reply));
    }
    for (const file of readdirSync(PUBLIC).filter((name) => SERVED.includes(extname(name)))) {
      files.get(`/otp/${file}`, options, (_request, reply) => reply.sendFile(file));
    }
    for (const language of languages) {
      files.get(`/otp/texts/${language}.js`, options, (_request, reply) => reply.sendFile(`texts/${language}.js`));
    }
    files.get('/otp/texts.js', options, ({ headers }, reply) => {
      const language = preferredLanguage(headers['accept-language'], languages) ?? 'en';
      return reply.header('Vary', 'Accept-Language').sendFile(`texts/${language}.js`);
    });
  });
}

/** As the files of the folder are sent: kept by browsers, and asked for again. */
function sendMade({ type, content, etag }: PageFile, { headers }: FastifyRequest, reply: FastifyReply) {
  void reply.headers({ 'Cache-Control': 'public, max-age=0', ETag: etag });
  if (headers['if-none-match'] === etag) return reply.code(304).send();
  if (type.startsWith('image/')) void reply.header('Content-Security-Policy', PICTURE_POLICY);
  return reply.type(type).send(content);
}
