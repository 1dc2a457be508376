import type { Definition } from '../definition/asl.ts';
import { compileProgram, type Program } from '../definition/program.ts';
import type { Ledger } from '../ledger.ts';
import type { QueryCompiler } from '../query/query.ts';

/** The programs of the revisions that executions run, each compiled once. */
export class Programs {
  readonly #ledger: Ledger;
  readonly #compiler: QueryCompiler;
  readonly #known = new Map<string, Program>();

  constructor(ledger: Ledger, compiler: QueryCompiler) {
    this.#ledger = ledger;
    this.#compiler = compiler;
  }

  of(revisionId: string): Program {
    const known = this.#known.get(revisionId);
    if (known !== undefined) return known;
    const revision = this.#ledger.revisions.get(revisionId);
    if (revision === undefined) throw new Error(`The store has no state machine revision ${revisionId}.`);
    const program = compileProgram(JSON.parse(revision.definition) as Definition, this.#compiler);
    this.#known.set(revisionId, program);
    return program;
  }
}
