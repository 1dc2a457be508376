import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReferences, dependencyOrder } from './dependencies.ts';
import type { Template } from './template.ts';

const template = (resources: Record<string, object>): Template => ({
  Resources: Object.fromEntries(
    Object.entries(resources).map(([id, declared]) => [id, { Type: 'AWS::SNS::Topic', ...declared }]),
  ),
});
const always = () => true;

describe('dependencyOrder', () => {
  it('puts what is referred to first, however it is referred to', () => {
    const order = dependencyOrder(
      template({
        A: { Properties: { x: { Ref: 'B' } } },
        B: { Properties: { x: [{ 'Fn::GetAtt': ['C', 'Arn'] }] } },
        C: { Properties: { x: { 'Fn::Sub': '${D.Arn}/${Other}' } }, DependsOn: 'E' },
        D: {},
        E: { DependsOn: ['F'] },
        F: { Properties: { x: { 'Fn::Sub': ['${A}${G}', { A: 'own' }] } } },
        G: {},
      }),
      always,
    );
    expect(order).toEqual(['G', 'F', 'E', 'D', 'C', 'B', 'A']);
  });

  it('follows only the branch of an If that is taken, and leaves out what its condition excludes', () => {
    const resources = template({
      A: { Properties: { x: { 'Fn::If': ['Prod', { Ref: 'B' }, 'none'] } } },
      B: { Condition: 'Prod' },
    });
    expect(dependencyOrder(resources, () => false)).toEqual(['A']);
    expect(dependencyOrder(resources, always)).toEqual(['B', 'A']);
  });

  it('names a cycle', () => {
    const cycle = template({ A: { DependsOn: 'B' }, B: { DependsOn: 'C' }, C: { DependsOn: 'B' } });
    expect(() => dependencyOrder(cycle, always)).toThrow('Circular dependency between resources: [B, C, B]');
  });

  it('orders every graph without cycles', () => {
    const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const down = pairs.filter(([from, to]) => from > to);
        const ids = Array.from({ length: 12 }, (_, index) => index);
        const resources = Object.fromEntries(
          ids.map((id) => [`R${id}`, { DependsOn: down.filter(([from]) => from === id).map(([, to]) => `R${to}`) }]),
        );
        const order = dependencyOrder(template(resources), always);
        expect(new Set(order).size).toBe(12);
        for (const [from, to] of down) expect(order.indexOf(`R${to}`)).toBeLessThan(order.indexOf(`R${from}`));
      }),
    );
  });
});

describe('checkReferences', () => {
  it('names every reference that leads nowhere', () => {
    const dangling = template({
      A: { Properties: { x: { Ref: 'Missing' }, y: { 'Fn::Sub': '${Gone.Arn}${AWS::Region}' } } },
    });
    expect(() => checkReferences(dangling)).toThrow('Unresolved resource dependencies [Missing, Gone]');
  });
});
