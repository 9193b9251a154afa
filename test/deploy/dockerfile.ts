import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';

/** One `COPY`: from the build context, or from another stage. */
export interface Copy {
  stage?: string;
  sources: string[];
  target: string;
}

export interface Stage {
  name: string;
  /** An image, or the name of an earlier stage. */
  from: string;
  copies: Copy[];
  runs: string[];
  user?: string;
  command?: string[];
}

/** The stages of deploy/Dockerfile in their order. Knows the instructions that the file uses, and refuses others. */
export function readDockerfile(): Stage[] {
  const text = readFileSync(join(PROJECT_ROOT, 'deploy/Dockerfile'), 'utf8').replaceAll('\\\n', ' ');
  const defaults = new Map<string, string>();
  const stages: Stage[] = [];
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [instruction = '', ...words] = line.split(/\s+/);
    const rest = line.slice(instruction.length).trim();
    if (instruction === 'ARG') {
      const [name = '', value = ''] = rest.split('=');
      defaults.set(`\${${name}}`, value);
    } else if (instruction === 'FROM') {
      const [from = '', , name = ''] = words;
      stages.push({ name, from: defaults.get(from) ?? from, copies: [], runs: [] });
    } else {
      readInstruction(stages.at(-1), instruction, rest);
    }
  }
  return stages;
}

function readInstruction(stage: Stage | undefined, instruction: string, rest: string): void {
  if (stage === undefined) throw new Error(`${instruction} stands before the first FROM`);
  if (instruction === 'COPY') stage.copies.push(readCopy(rest));
  else if (instruction === 'RUN') stage.runs.push(rest);
  else if (instruction === 'USER') stage.user = rest;
  else if (instruction === 'CMD') stage.command = JSON.parse(rest) as string[];
  else if (!['WORKDIR', 'ENV'].includes(instruction)) throw new Error(`This reader does not know ${instruction}`);
}

function readCopy(rest: string): Copy {
  const words = rest.split(/\s+/);
  const stage = words[0]?.startsWith('--from=') === true ? words.shift()?.slice('--from='.length) : undefined;
  const target = words.pop() ?? '';
  return { ...(stage !== undefined && { stage }), sources: words, target };
}

/** A stage with those it builds on, from the image up. */
export function chainOf(stages: readonly Stage[], name: string): Stage[] {
  const stage = stages.find((each) => each.name === name);
  return stage === undefined ? [] : [...chainOf(stages, stage.from), stage];
}
