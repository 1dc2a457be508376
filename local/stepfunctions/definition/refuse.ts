import { findIntegration, UnknownResourceError } from '../integrations/registry.ts';
import type { JsonObject } from '../json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { mapRefusals, type Refuse } from './refuse-map.ts';
import { assignedBy, type Found, listOf } from './walk.ts';

/** Fields that belong to JSONPath. */
const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'Variable',
  'Iterator',
];

/** What AWS would accept in a state and the embedded AWS does not run: refused by name, never ignored. */
export function refusals(found: Found, machineLanguage: unknown): Diagnostic[] {
  const { name, state, pointer } = found;
  const refuse = (field: string, why: string): Diagnostic => ({
    code: 'NOT_SUPPORTED',
    message: `State '${name}', field ${field}: ${why}`,
    location: `${pointer}/${field}`,
  });
  return [
    ...languageRefusals(state, machineLanguage, refuse),
    ...mapRefusals(state, refuse),
    ...resourceRefusals(state, refuse),
    ...scopeRefusals(found, refuse),
  ];
}

function languageRefusals(state: JsonObject, machineLanguage: unknown, refuse: Refuse): Diagnostic[] {
  const language = state.QueryLanguage ?? machineLanguage ?? 'JSONPath';
  if (language !== 'JSONata') {
    return [
      refuse('QueryLanguage', `it is ${language}; the embedded AWS runs JSONata only. Set "QueryLanguage": "JSONata".`),
    ];
  }
  const holders = [state, ...listOf(state.Catch), ...listOf(state.Choices)];
  return JSONPATH_FIELDS.filter((field) => holders.some((holder) => field in holder)).map((field) =>
    refuse(field, 'it belongs to JSONPath and has no meaning in a JSONata state.'),
  );
}

function resourceRefusals(state: JsonObject, refuse: Refuse): Diagnostic[] {
  if (state.Type !== 'Task') return [];
  const credentials =
    'Credentials' in state ? [refuse('Credentials', 'roles of other accounts are not emulated.')] : [];
  try {
    if (typeof state.Resource === 'string') findIntegration(state.Resource);
    return credentials;
  } catch (error) {
    if (!(error instanceof UnknownResourceError)) throw error;
    return [refuse('Resource', error.message), ...credentials];
  }
}

/** A variable of an outer scope cannot be assigned inside. Source: AWS developer guide, workflow variables. */
function scopeRefusals({ state, outer }: Found, refuse: Refuse): Diagnostic[] {
  return assignedBy(state)
    .filter((variable) => outer.has(variable) || variable === 'states')
    .map((variable) =>
      refuse(
        'Assign',
        variable === 'states'
          ? 'the name states is reserved.'
          : `the variable ${variable} is assigned in a scope around this state; choose another name.`,
      ),
    );
}
