import type {
  ListTagsForResourceRequest,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { notFound } from '../errors.ts';
import type { Parts } from '../service-parts.ts';
import type { Shelf } from '../shelf.ts';

export function tagOperations({ shelf }: Parts) {
  return {
    TagResource({ ResourceARN = '', Tags = [] }: TagResourceRequest) {
      check(ResourceARN);
      setTags(shelf, ResourceARN, Tags);
      return {};
    },

    UntagResource({ ResourceARN = '', TagKeys = [] }: UntagResourceRequest) {
      check(ResourceARN);
      const kept = Object.entries(shelf.tags.get(ResourceARN) ?? {}).filter(([key]) => !TagKeys.includes(key));
      shelf.tags.set(ResourceARN, Object.fromEntries(kept));
      return {};
    },

    ListTagsForResource({ ResourceARN = '' }: ListTagsForResourceRequest) {
      check(ResourceARN);
      const tags = Object.entries(shelf.tags.get(ResourceARN) ?? {});
      return { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
    },
  };

  function check(arn: string): void {
    const known = [...shelf.rules.values(), ...shelf.buses.values()].some((resource) => resource.arn === arn);
    if (!known) throw notFound(`${arn} does not exist.`);
  }
}

export function setTags({ tags }: Shelf, arn: string, added: readonly Tag[]): void {
  const entries = added.map(({ Key = '', Value = '' }) => [Key, Value]);
  tags.set(arn, { ...tags.get(arn), ...Object.fromEntries(entries) });
}
