import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvidenceDocument } from '#domain/evidence/evidence-document.ts';
import { html } from '#domain/evidence/html.ts';
import { renderReport } from '#domain/evidence/report.ts';
import { roundTicks } from '#domain/evidence/ticks.ts';
import { anEvidence } from './an-evidence.ts';

describe('the evidence', () => {
  it('keeps its own schema, and survives JSON', () => {
    const evidence = anEvidence();
    expect(EvidenceDocument.parse(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence);
  });
});

describe('the report of several classes', () => {
  const evidence = anEvidence({ kind: 'multiclass' });
  const report = renderReport(evidence);

  it('keeps its schema', () => {
    expect(EvidenceDocument.parse(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence);
  });

  it('draws calibration and how sure it is, and no ROC', () => {
    expect(report.match(/<svg /g)).toHaveLength(2);
    expect(report).toContain('share that was right');
    expect(report).not.toContain('ROC');
    expect(report).not.toMatch(/NaN|undefined/);
  });

  it('shows every class, and which is taken for which', () => {
    const { classes, confusionMatrix } = evidence.evaluation.candidate;
    for (const [of, name] of ['red', '&lt;green&gt;', 'blue', 'rare'].entries()) {
      expect(report).toContain(`<tr><th scope="row">${name}</th><td class="number">${classes![of]!.rows}</td>`);
    }
    const cells = [
      ...report.matchAll(/<td class="number cell (right|wrong)" style="--share:[01]\.\d{3}">(\d+)<\/td>/g),
    ];
    expect(cells.map(([, , count]) => Number(count))).toEqual(confusionMatrix!.flat());
    expect(cells.filter(([, kind]) => kind === 'right')).toHaveLength(4);
    expect(report).toContain('Champion: precision');
    expect(renderReport(anEvidence({ kind: 'multiclass', champion: false }))).not.toContain('Champion: precision');
  });

  it('has no mean label, and says what calibration is of', () => {
    expect(report).not.toContain('ean label');
    expect(report).toContain('4 classes, 14 clusters by day');
    expect(report).toContain('Calibration is of the probability of the class decided for.');
    expect(report).toContain('<th class="number">macroF1</th>');
  });

  it('says of which class nothing is known', () => {
    const { evaluation } = evidence;
    const candidate = {
      ...evaluation.candidate,
      classes: evaluation.candidate.classes!.map((each) => ({ ...each, rows: 0 })),
    };
    expect(renderReport({ ...evidence, evaluation: { ...evaluation, candidate } })).toContain(
      'No holdout row is of the class red, &lt;green&gt;, blue, rare: nothing is known of it here.',
    );
  });

  it('lists the largest confusions where a matrix would be too large to read', () => {
    const { evaluation } = evidence;
    const names = Array.from({ length: 21 }, (_, of) => `c${of}`);
    const each = evaluation.candidate.classes![0]!;
    const matrix = names.map((_, truth) => names.map((__, decided) => (truth === decided ? 90 : truth + decided)));
    const candidate = { ...evaluation.candidate, classes: names.map(() => each), confusionMatrix: matrix };
    const { champion: _, ...alone } = evaluation;
    const large = renderReport({ ...evidence, evaluation: { ...alone, classes: names, candidate } });
    expect(large).not.toContain('class="matrix"');
    expect(large).toContain('<tr><th scope="row">c19</th><td>c20</td><td class="number">39</td></tr>');
    expect(large).toContain('The 30 most frequent of 420 confusions.');
  });
});

describe('the report', () => {
  const evidence = anEvidence();
  const report = renderReport(evidence);

  it('shows every gate with limit, measured, interval, verdict and its sentence', () => {
    for (const { name, limit, verdict } of evidence.gates) {
      expect(report).toContain(`<th scope="row">${name}<small>`);
      expect(report).toContain(limit);
      expect(report).toContain(verdict);
    }
    expect(report).toContain(evidence.gates[1]!.sentence);
  });

  it('draws four charts of candidate and champion', () => {
    expect(report.match(/<svg /g)).toHaveLength(4);
    expect(report.match(/class="line candidate"/g)).toHaveLength(4);
    expect(report.match(/class="line champion"/g)).toHaveLength(4);
    expect(report).not.toContain('NaN');
  });

  it('needs no script and nothing from elsewhere', () => {
    expect(report).not.toMatch(/<script|src=|href=|url\(|@import/i);
  });

  it('shows every slice, its name written as text', () => {
    expect(report).toContain('colour = &lt;red&gt;');
    expect(report).toContain('colour = green');
    expect(report).not.toContain('<red>');
  });

  it('shows the worst slices that were found', () => {
    const [worst] = evidence.evaluation.worstSlices;
    expect(report).toContain('Worst slices found by search');
    expect(report).toContain(`<td class="number">${worst!.rows}</td>`);
    expect(renderReport(anEvidence({ champion: false }))).not.toContain('Worst slices');
  });

  it('says until when the holdout reaches, and that its labels had matured', () => {
    const maturity = { pinnedAt: '2001-04-01T00:00:00Z', hours: 12, leftOut: 83 };
    const training = { ...evidence.training, holdoutThrough: '2001-03-31T12:00:00Z', maturity };
    const told = renderReport({ ...evidence, training });
    expect(told).toContain('rows from 2001-03-24T10:53:00Z through 2001-03-31T12:00:00Z, mean label');
    expect(told).toContain('final 12 h before the dataset was pinned, 2001-04-01T00:00:00Z; 83 younger rows left out');
    const atOnce = { ...evidence, training: { ...training, maturity: { ...maturity, hours: 0, leftOut: 0 } } };
    expect(renderReport(atOnce)).toContain('as they were when the dataset was pinned, 2001-04-01T00:00:00Z');
  });

  it('shows what the container answered, and the rows that batch and real time score otherwise', () => {
    expect(report).not.toContain('<h2>Serving</h2>');
    const common = { mode: 'enforce', limit: 'l', measured: 1, sentence: 's' } as const;
    const gates: EvidenceDocument['gates'] = [
      {
        ...{ ...common, name: 'contract', kind: 'contract', metric: 'contractBreaches', verdict: 'Failed' },
        requests: [
          { name: 'one-row', expect: 'score', verdict: 'Passed', finding: 'was answered "0.5".' },
          { name: 'garbage', expect: 'refusal', verdict: 'Failed', finding: 'was answered "<b>1</b>".' },
        ],
      },
      {
        ...{ ...common, name: 'agreement', kind: 'agreement', metric: 'disagreeingRows', verdict: 'Failed' },
        agreement: {
          ...{ rows: 100, disagreeing: 7, largestDifference: 0.25 },
          examples: [{ rowId: 'F1', batch: '0.75', realTime: '0.5', apart: 0.25 }],
        },
      },
      {
        ...{ ...common, name: 'latency', kind: 'latency', metric: 'latencyMilliseconds', verdict: 'Passed' },
        interval: [11.5, null],
      },
    ];
    const digests = { ...evidence.digests, probe: 'p1' };
    const judged = EvidenceDocument.parse({ ...evidence, gates, digests });
    const shown = renderReport(judged);
    expect(shown).toContain('<h2>Serving</h2>');
    expect(shown).toContain('garbage was answered &quot;&lt;b&gt;1&lt;/b&gt;&quot;.');
    expect(shown).toContain('The 1 furthest apart of 7 that disagree, 100 compared.');
    expect(shown).toContain('<th scope="row">F1</th><td class="number">0.75</td>');
    expect(shown).toContain('11.5 to –');
    expect(shown).toContain('<dd>p1</dd>');
  });

  it('says whom it was compared with, or why not', () => {
    expect(report).toContain('Compared with version 7 on the same rows.');
    expect(renderReport({ ...evidence, champion: { version: 7, obstacle: 'no SQL' } })).toContain(
      'Not compared with version 7: no SQL.',
    );
    const first = renderReport(anEvidence({ champion: false }));
    expect(first).toContain('There was no champion.');
    expect(first).not.toContain('class="line champion"');
    expect(first).toContain('the absolute gates alone decided');
  });

  it('is made of numbers too, and of no slices', () => {
    const number = renderReport(anEvidence({ kind: 'number' }));
    expect(number.match(/<svg /g)).toHaveLength(2);
    expect(number).toContain('rmse');
    const bare = { ...evidence, evaluation: { ...evidence.evaluation, slices: [] } };
    expect(renderReport(bare)).toContain('No slices are declared.');
  });
});

describe('html', () => {
  it('escapes whatever is put in', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(html`<p title="${text}">${text}</p>`.html).toMatch(/^<p title="[^<>"]*">[^<>]*<\/p>$/s);
      }),
    );
  });
});

describe('ticks', () => {
  it('are round, within the range and few', () => {
    expect(roundTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(roundTicks(0, 0.46, 5)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(roundTicks(3, 3, 5)).toEqual([3]);
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, width) => {
        const ticks = roundTicks(low, low + width, 5);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - width * 1e-6);
          expect(tick).toBeLessThanOrEqual(low + width * (1 + 1e-6));
        }
      }),
    );
  });
});
