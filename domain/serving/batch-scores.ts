import { readScoredAnswer, type ScoredAnswer, type ScoredLabel } from '../scored-answer.ts';

/**
 * The scores at the end of a line of batch transform, given without its row id. Those of several classes may stand in brackets, as
 * SageMaker's XGBoost image writes them, and in quotes; what is before them, such as the features of a whole record, is passed over.
 */
export function batchScores(text: string, label: ScoredLabel): ScoredAnswer {
  if (label.kind !== 'multiclass') return readScoredAnswer(text, label);
  const bracketed = /\[([^[\]]*)\][\s"]*$/.exec(text)?.[1];
  const plain = () =>
    text
      .replaceAll(/[[\]"]/g, '')
      .split(',')
      .slice(-label.classes.length)
      .join(',');
  return readScoredAnswer(bracketed ?? plain(), label);
}
