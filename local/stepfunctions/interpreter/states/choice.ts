import { unexpectedType } from '../../query/query-error.ts';
import { evaluateTemplate } from '../../query/template.ts';
import { leave } from '../leave.ts';
import { runtimeError } from '../state-error.ts';
import { type Visit, whereOf } from '../visit.ts';

/** The first rule whose Condition is true leads on, with its own Output and Assign; else Default, with the state's. */
export async function choice(visit: Visit): Promise<void> {
  const { choices, state } = visit.here;
  const output = visit.frame.input;
  const bindings = visit.bindings();
  for (const [number, { condition, next, fields }] of choices.entries()) {
    const holds = await evaluateTemplate(condition, bindings);
    if (typeof holds !== 'boolean') {
      const expression = condition.kind === 'query' ? condition.query.expression : JSON.stringify(holds);
      throw unexpectedType({ expression, location: `Choices[${number}]/Condition` }, 'boolean', holds);
    }
    if (holds) return await leave(visit, { output, fields, next });
  }
  if (state.Default === undefined) {
    // Not States.NoChoiceMatched, as the specification has it. Source: AWS, as reported in floci-io/floci#3167.
    throw runtimeError(
      `${whereOf(visit)} Failed to transition out of the state. The state does not point to a next state.`,
    );
  }
  await leave(visit, { output, next: state.Default });
}
