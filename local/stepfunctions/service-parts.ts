import type { Cloud } from '../cloud.ts';
import type { Interpreter } from './interpreter/interpreter.ts';
import type { Ledger } from './ledger.ts';
import type { QueryCompiler } from './query/query.ts';

/** What the operations work with. */
export interface Parts {
  readonly cloud: Cloud;
  readonly ledger: Ledger;
  readonly compiler: QueryCompiler;
  readonly interpreter: Interpreter;
}
