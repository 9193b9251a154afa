import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';

export interface ComposeService {
  image?: string;
  build?: { context: string; dockerfile: string; target: string };
  entrypoint?: string[];
  command?: string[];
  /** A name without a value is taken from the environment of docker compose. */
  environment?: Record<string, string | null>;
  secrets?: string[];
  volumes?: string[];
  ports?: string[];
  networks?: string[];
  network_mode?: string;
  profiles?: string[];
  restart: string;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  stop_grace_period?: string;
}

interface ComposeFile {
  services: Record<string, ComposeService>;
  secrets: Record<string, { file: string }>;
}

export const COMPOSE_PATH = join(PROJECT_ROOT, 'docker-compose.yml');

/** The compose file as it is written, merge keys resolved. */
export const compose = parse(readFileSync(COMPOSE_PATH, 'utf8'), { merge: true }) as ComposeFile;

/** Every service with its name, in the order of the file. */
export const services = Object.entries(compose.services);

export const isOneShot = ({ restart }: ComposeService): boolean => restart === 'no';
export const isOfDev = ({ profiles = [] }: ComposeService): boolean => profiles.includes('dev');

export function serviceNamed(name: string): ComposeService {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

/** The variables to which the file itself gives a value. */
export function givenVariables({ environment = {} }: ComposeService): Record<string, string> {
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(given);
}
