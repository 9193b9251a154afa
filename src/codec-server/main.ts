#!/usr/bin/env node
import { readCodecServerEnvironment } from '../config/codec-server.js';
import { runProcess } from '../process/run-process.js';
import { startCodecServer } from './start-codec-server.js';

await runProcess('codec server', (logger) => startCodecServer(readCodecServerEnvironment(), logger));
