import { NativeConnection } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { createActivities } from '../activities/create-activities.js';
import { readWorkerProcessConfig } from './config.js';
