import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Gatekeeper } from '../access/gatekeeper.js';
import { pagePolicy, serveFiles } from '../serve-files.js';
import { preferredLanguage } from './preferred-language.js';

/** What browsers get; the build copies the folder beside the compiled sources. */
const PUBLIC = fileURLToPath(new URL('public/', import.meta.url));
const SERVED = ['.js', '.css', '.svg'];

/**
 * Serves the OTP page: `/otp/{id}` is its index.html whatever the id, so it tells nothing about an onboarding, and its
 * other files stand beside it as `/otp/<file name>`. The token stands behind the #, so it never comes here in a URL.
 */
export async function routePage(app: FastifyInstance, gatekeeper: Gatekeeper): Promise<void> {
  const languages = readdirSync(`${PUBLIC}texts`).map((file) => basename(file, '.js'));
  await serveFiles(app, { gatekeeper, operation: 'readPage', root: PUBLIC }, (files) => {
    const options = pagePolicy();
    files.get('/otp/:id', options, (_request, reply) => reply.sendFile('index.html'));
    for (const file of readdirSync(PUBLIC).filter((name) => SERVED.includes(extname(name)))) {
      files.get(`/otp/${file}`, options, (_request, reply) => reply.sendFile(file));
    }
    files.get('/otp/texts.js', options, ({ headers }, reply) => {
      const language = preferredLanguage(headers['accept-language'], languages) ?? 'en';
      return reply.header('Vary', 'Accept-Language').sendFile(`texts/${language}.js`);
    });
  });
}
