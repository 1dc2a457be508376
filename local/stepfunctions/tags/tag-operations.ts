import type { ListTagsForResourceInput, Tag, TagResourceInput, UntagResourceInput } from '@aws-sdk/client-sfn';
import { resourceNotFound } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import type { Parts } from '../service-parts.ts';

export function tagOperations({ ledger }: Parts) {
  return {
    TagResource({ resourceArn = '', tags = [] }: TagResourceInput) {
      check(resourceArn);
      setTags(ledger, resourceArn, tags);
      return {};
    },

    UntagResource({ resourceArn = '', tagKeys = [] }: UntagResourceInput) {
      check(resourceArn);
      const kept = Object.entries(ledger.tags.get(resourceArn) ?? {}).filter(([key]) => !tagKeys.includes(key));
      ledger.tags.set(resourceArn, Object.fromEntries(kept));
      return {};
    },

    ListTagsForResource({ resourceArn = '' }: ListTagsForResourceInput) {
      check(resourceArn);
      const tags = Object.entries(ledger.tags.get(resourceArn) ?? {}).map(([key, value]) => ({ key, value }));
      return { tags };
    },
  };

  function check(arn: string): void {
    if (!ledger.machines.has(arn)) throw resourceNotFound(arn);
  }
}

export function setTags({ tags }: Ledger, arn: string, added: readonly Tag[]): void {
  const entries = added.map(({ key = '', value = '' }) => [key, value]);
  tags.set(arn, { ...tags.get(arn), ...Object.fromEntries(entries) });
}
