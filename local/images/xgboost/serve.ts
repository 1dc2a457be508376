#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInferenceServer } from './inference-server.ts';
import { MODEL_FILE, readModel } from './model-file.ts';
import { Predictor } from './predictor.ts';

/**
 * The container's `serve` command, on loopback: leaves on SIGTERM and, when its standard input is a pipe, as soon as the
 * other end is closed, so that it never outlives its parent. Port 0 takes a free port; the one in use is printed.
 */
const models = process.env.SM_MODEL_DIR ?? join(process.env.SAGEMAKER_BASE_DIR ?? '/opt/ml', 'model');
const predictor = new Predictor(readModel(join(models, MODEL_FILE)));
const server = createInferenceServer(predictor);
const leave = () => process.exit(0);
process.on('SIGTERM', leave);
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on('end', leave).on('error', leave).resume();
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT ?? 8080), '127.0.0.1', () => {
  console.log(`Listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
