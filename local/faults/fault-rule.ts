/** Where a fault strikes. Every text is exact or a pattern in which `*` stands for any text. */
export interface FaultMatch {
  /** For example `s3`, `sagemaker-runtime`. */
  readonly service: string;
  readonly operation: string;
  /** Members of the subject that must be there and match, for example {EndpointConfigName: '*-7'}. */
  readonly subject?: Readonly<Record<string, string>>;
}

/** A fault as it is asked for: at least one of error, delayMs, drop and dropAnswer. */
export interface FaultRule {
  readonly match: FaultMatch;
  readonly error?: { readonly code: string; readonly message: string; readonly status?: number };
  /** Real ms. */
  readonly delayMs?: number;
  /** The effect is lost: the operation does not happen and its caller hears nothing. */
  readonly drop?: boolean;
  /** The effect happens; its caller hears nothing. */
  readonly dropAnswer?: boolean;
  /** Share of the matching calls that are struck, 0 to 1; all unless said. */
  readonly share?: number;
  /** How often it strikes; without end unless said. */
  readonly times?: number;
  /** Virtual times between which it strikes, ISO 8601. */
  readonly from?: string;
  readonly until?: string;
}

/** A fault that cannot be set up as asked. */
export class InvalidFaultError extends Error {
  override readonly name = 'InvalidFaultError';
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
const isTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isShare: Check = (value) => typeof value === 'number' && value >= 0 && value <= 1;
const isTexts: Check = (value) => isObject(value) && Object.values(value).every(isText);

const RULE: Readonly<Record<string, readonly [Check, string]>> = {
  match: [isObject, 'an object {service, operation, subject?}'],
  error: [isObject, 'an object {code, message, status?}'],
  delayMs: [isCount, 'a whole number of ms'],
  drop: [isFlag, 'true or false'],
  dropAnswer: [isFlag, 'true or false'],
  share: [isShare, 'a number from 0 to 1'],
  times: [isCount, 'a whole number'],
  from: [isTime, 'a time in ISO 8601'],
  until: [isTime, 'a time in ISO 8601'],
};
const MATCH = {
  service: [isText, 'a text'],
  operation: [isText, 'a text'],
  subject: [isTexts, 'an object of texts'],
} as const;
const ERROR = {
  code: [isText, 'a text'],
  message: [isText, 'a text'],
  status: [isCount, 'an HTTP status'],
} as const;

/** Reads a fault from JSON. @throws InvalidFaultError naming what is wrong */
export function parseFaultRule(json: unknown): FaultRule {
  const rule = checkMembers('fault', json, { shape: RULE, required: ['match'] });
  checkMembers('match', rule.match, { shape: MATCH, required: ['service', 'operation'] });
  if (rule.error !== undefined) checkMembers('error', rule.error, { shape: ERROR, required: ['code', 'message'] });
  if (!rule.error && !rule.delayMs && !rule.drop && !rule.dropAnswer) {
    throw new InvalidFaultError('A fault needs one of error, delayMs, drop and dropAnswer.');
  }
  return rule as unknown as FaultRule;
}

function checkMembers(
  what: string,
  value: unknown,
  { shape, required }: { shape: Readonly<Record<string, readonly [Check, string]>>; required: readonly string[] },
): Record<string, unknown> {
  if (!isObject(value)) throw new InvalidFaultError(`A ${what} must be an object.`);
  const missing = required.find((name) => value[name] === undefined);
  if (missing !== undefined) throw new InvalidFaultError(`The ${what} lacks ${missing}.`);
  for (const [name, member] of Object.entries(value)) {
    const known = shape[name];
    if (known === undefined) {
      throw new InvalidFaultError(`The ${what} has no ${name}; it may have ${Object.keys(shape).join(', ')}.`);
    }
    const [check, expected] = known;
    if (!check(member)) throw new InvalidFaultError(`${name} of the ${what} must be ${expected}.`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
