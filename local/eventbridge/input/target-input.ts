import type { Target } from '../rules/rule.ts';
import { valueAt } from './path.ts';
import { type Delivered, transform } from './transformer.ts';

/** The text a target receives: its constant Input, a part of the event, a filled template, or the whole event. */
export function targetInput(target: Target, delivered: Delivered): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputTransformer !== undefined) return transform(InputTransformer, delivered);
  const value = InputPath === undefined ? delivered.event : valueAt(delivered.event, InputPath);
  return JSON.stringify(value) ?? 'null';
}
