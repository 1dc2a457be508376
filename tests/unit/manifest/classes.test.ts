import { describe, expect, it } from 'vitest';
import { metricsOf, pairedMetricsOf } from '#domain/manifest/rules/gate-rule.ts';
import { Metric } from '#domain/manifest/schema.ts';
import { complaints, ticketComplaints } from './a-manifest.ts';

/** The one complaint, without the file. */
function complaint(path: string, value: unknown, stage = 'dev'): string {
  const all = ticketComplaints(path, value, { stage });
  expect(all).toHaveLength(1);
  return all[0]!.replace('models/tickets/manifest.yaml: ', '');
}

const classes = 'data.label.classes';

describe('the manifest of a label with classes', () => {
  it.each(['dev', 'prod'])('is sound in %s, so that each complaint below has one cause', (stage) => {
    expect(ticketComplaints('paused', false, { stage })).toEqual([]);
  });

  it('names them: at least two, at most a hundred', () => {
    expect(complaint(classes, undefined)).toContain(`${classes}: Invalid input`);
    expect(complaint(classes, ['one'])).toContain('Too small: expected array to have >=2 items');
    expect(
      complaint(
        classes,
        Array.from({ length: 101 }, (_, index) => `c${index}`),
      ),
    ).toContain('Too big');
    expect(ticketComplaints(classes, [0, 1, 2])[0]).toContain(`${classes}.0: A class is a text. Write it in quotes.`);
  });

  it('names each once, by a name that can be told from the others', () => {
    expect(complaint(classes, ['billing', 'other', 'billing'])).toBe(`${classes}.2: A second class named "billing".`);
    expect(complaint(`${classes}.1`, '')).toBe(`${classes}.1: A class needs a name.`);
    expect(complaint(`${classes}.1`, ' delivery')).toContain('" delivery" has white space around it');
    expect(complaint(`${classes}.1`, 'de\nlivery')).toContain('or a control character');
  });

  it('has no classes when the label is of another kind, and the key is named', () => {
    expect(complaints('data.label', { sql: 'rent', kind: 'number', classes: ['a', 'b'] })).toEqual([
      'models/tiny/manifest.yaml: data.label.classes: Unknown key "classes". Nearest is "sql".',
    ]);
    expect(complaints('data.label.kind', 'multclass')[0]).toContain('Nearest is "multiclass"');
  });
});

describe('training on classes', () => {
  const at = 'training.hyperparameters';

  it('needs the objective that answers a probability for each', () => {
    expect(complaint(`${at}.objective`, 'multi:softmax')).toBe(
      `${at}.objective: "multi:softmax" does not fit a multiclass label. One of multi:softprob.`,
    );
    expect(complaint(`${at}.objective`, 'binary:logistic')).toContain('does not fit a multiclass label');
  });

  it('needs num_class to be their number', () => {
    expect(complaint(`${at}.num_class`, 4)).toBe(
      `${at}.num_class: 4 given, but data.label.classes names 3. Write num_class: 3.`,
    );
    expect(complaint(`${at}.num_class`, undefined)).toContain('Missing, but data.label.classes names 3');
    expect(ticketComplaints(`${at}.num_class`, '3')).toEqual([]);
    expect(complaints(`${at}.num_class`, 3)[0]).toContain('A number label has no classes. Leave num_class out.');
  });

  it("leaves an image of one's own alone", () => {
    expect(ticketComplaints('training', { image: 'registry.example/team/mine:3', hyperparameters: {} })).toEqual([]);
  });
});

describe('the label rate of a class', () => {
  const rate = (name?: string) => ({
    check: 'labelRate',
    min: 0,
    max: 1,
    ...(name === undefined ? {} : { class: name }),
  });

  it('names one of the classes', () => {
    const path = 'data.expectations.2';
    expect(complaint(path, rate())).toBe(`${path}.class: Missing. One of billing, delivery, other.`);
    expect(complaint(path, rate('biling'))).toBe(
      `${path}.class: No class "biling" in data.label.classes. Nearest is "billing".`,
    );
  });

  it('is not asked of a label without classes', () => {
    expect(complaints('data.expectations.0', rate('a')).join()).toContain(
      'labelRate needs a binary label or a multiclass one',
    );
    const binary = ticketComplaints('data.label', { sql: "team = 'other'", kind: 'binary' }).join();
    expect(binary).toContain('data.expectations.2.class: A binary label has no classes: the rate is that of label 1.');
  });
});

describe('a gate on classes', () => {
  it('judges a metric that the label has', () => {
    expect(complaint('gates.0.metric', 'auc')).toContain(
      '"auc" is no metric of an absolute gate on a multiclass label',
    );
    expect(complaint('gates.3.metric', 'logLossSkill')).toContain('One of accuracy, macroF1, logLoss');
    expect(complaint('gates.6.metric', 'f1')).toContain('"f1" is no metric of a slice gate on a multiclass label');
    const calibration = { kind: 'calibration', name: 'c', minOe: 0.5, maxOe: 2 };
    expect(complaint('gates.6', calibration)).toContain('A calibration gate needs a binary label.');
    expect(complaints('gates.0.metric', 'accuracy')[0]).toContain('is no metric of an absolute gate on a number label');
  });

  it('may be tightened in a stage, and not loosened', () => {
    expect(complaint('stages.prod.gates.accuracy.min', 0.5)).toContain('only tighten it, at least 0.6');
    expect(complaint('stages.prod.gates.macro-f1-against-champion.margin', 0.2)).toContain('at most 0.12');
  });

  it('has for every kind of label metrics of its own, each of some kind', () => {
    const kinds = ['binary', 'number', 'multiclass'] as const;
    expect(new Set(kinds.flatMap(metricsOf))).toEqual(new Set(Metric.options));
    for (const kind of kinds) expect(metricsOf(kind)).toEqual(expect.arrayContaining(pairedMetricsOf(kind)));
    expect(metricsOf('multiclass').toSorted()).toEqual(['accuracy', 'logLoss', 'logLossSkill', 'macroF1']);
    expect(metricsOf('binary')).not.toContain('accuracy');
  });
});
