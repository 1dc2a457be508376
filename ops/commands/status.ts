import * as z from 'zod';
import { chosenModels } from '../models.ts';
import { latestExecutions } from '../status/latest-executions.ts';
import { type ModelStatus, modelStatus } from '../status/model-status.ts';
import { statusText } from '../status/status-text.ts';
import { defineCommand, optionalModelArgument } from './command.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'what serves, what is under way, and what waits for a person',
  arguments: [optionalModelArgument],
  options: [],
  input: z.object({ model: z.string().optional() }),
  async run({ model }, deps) {
    const models = chosenModels(deps.deployed, model);
    const latest = await latestExecutions(deps, models);
    const told: ModelStatus[] = [];
    for (const name of models) told.push(await modelStatus(deps, name, latest));
    return {
      code: 0,
      document: { stage: deps.stage, models: told },
      text: (style) => told.map((each) => statusText(style, each)).join('\n\n') || 'No model is deployed.',
    };
  },
});
