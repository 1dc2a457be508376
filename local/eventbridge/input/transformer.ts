import type { Event } from '../event.ts';
import { valueAt } from './path.ts';

export interface InputTransformer {
  readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
  readonly InputTemplate: string | undefined;
}

/** What the predefined placeholders stand for besides the event. */
export interface Delivered {
  readonly event: Event;
  readonly ruleArn: string;
  readonly ruleName: string;
  /** Virtual ms at which the bus took the event. */
  readonly ingestedAt: number;
}

const PREDEFINED = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

/** The placeholders of a template that neither its paths nor EventBridge define. */
export function unknownPlaceholders({ InputTemplate = '', InputPathsMap = {} }: InputTransformer): string[] {
  const names = [...InputTemplate.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  return names.filter((name) => !Object.hasOwn(InputPathsMap, name) && !PREDEFINED.includes(name));
}

const PLACEHOLDER = /<([\w.-]+)>/g;

/**
 * Fills a template. A placeholder on its own is replaced by JSON, `""` where the event has nothing; inside quotes by text,
 * an object there losing its own quotes. Source: recorded on AWS 2024-05 to 2025-10.
 */
export function transform({ InputTemplate = '', InputPathsMap = {} }: InputTransformer, delivered: Delivered): string {
  const value = (name: string): unknown => {
    const path = InputPathsMap[name];
    return path === undefined ? predefined(name, delivered) : valueAt(delivered.event, path);
  };
  let quoted = false;
  return InputTemplate.replaceAll(/\\.|"|<([\w.-]+)>/gs, (found, name?: string) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined) return found;
    return quoted ? asText(value(name)) : (JSON.stringify(value(name)) ?? '""');
  });
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  return typeof value === 'object' ? JSON.stringify(value).replaceAll('"', '') : String(value);
}

function predefined(name: string, { event, ruleArn, ruleName, ingestedAt }: Delivered): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return ruleArn;
    case 'aws.events.rule-name':
      return ruleName;
    case 'aws.events.event.ingestion-time':
      return new Date(ingestedAt).toISOString();
    case 'aws.events.event.json':
      return event;
    case 'aws.events.event': {
      const { detail: _, 'detail-type': detailType, ...rest } = event;
      return { ...rest, detailType };
    }
    default:
      return undefined;
  }
}
