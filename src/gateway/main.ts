#!/usr/bin/env node
import { readGatewayEnvironment } from '../config/gateway.js';
import { runProcess } from '../process/run-process.js';
import { startGateway } from './start-gateway.js';

await runProcess('gateway', (logger) => startGateway(readGatewayEnvironment(), logger));
