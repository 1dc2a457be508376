import { ServiceError } from '../../cloud.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { isRecord, type Template } from './template.ts';

/** Says whether a template's named condition holds; `scope` knows parameters only. */
export function conditionEvaluator(template: Template, scope: Scope): (name: string) => boolean {
  const open = new Set<string>();

  const named = (name: string): boolean => {
    const declared = template.Conditions?.[name];
    if (declared === undefined) throw invalid(`unresolved condition dependency ${name}`);
    if (open.has(name)) throw invalid(`the condition ${name} depends on itself`);
    open.add(name);
    const holds = evaluateCondition(declared);
    open.delete(name);
    return holds;
  };

  const evaluateCondition = (condition: unknown): boolean => {
    if (typeof condition === 'boolean') return condition;
    const [[kind, argument] = ['', undefined]] = isRecord(condition) ? Object.entries(condition) : [];
    const operands = Array.isArray(argument) ? (argument as unknown[]) : [];
    switch (kind) {
      case 'Condition':
        return named(String(argument));
      case 'Fn::And':
        return operands.map(evaluateCondition).every(Boolean);
      case 'Fn::Or':
        return operands.map(evaluateCondition).some(Boolean);
      case 'Fn::Not':
        return !evaluateCondition(operands[0]);
      case 'Fn::Equals': {
        const [left, right] = operands.map((operand) => evaluate(operand, scope));
        return String(left) === String(right);
      }
      default:
        throw invalid(`${JSON.stringify(condition)} is not a condition`);
    }
  };

  return named;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', `Template error: ${message}.`);
}
