import type { AddTagsInput, DeleteTagsInput, ListTagsInput, Tag } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../cloud.ts';
import { required, validationError } from './validation.ts';

/** Tags of one resource at most. */
const LIMIT = 50;

/** The tags of every SageMaker resource, by ARN. A deleted resource's tags must be removed with it. */
export interface Tags {
  set(arn: string, tags: readonly Tag[] | undefined): void;
  of(arn: string): Tag[];
  remove(arn: string): void;
}

/** @throws ValidationException when a resource would bear more than 50 tags */
export function openTags({ store }: Pick<Cloud, 'store'>): Tags {
  const stored = store.collection<Tag[]>('sagemaker.tags');
  const of = (arn: string) => stored.get(arn) ?? [];
  return {
    of,
    set(arn, tags = []) {
      if (tags.length === 0) return;
      const byKey = new Map([...of(arn), ...tags].map((tag) => [tag.Key, tag]));
      if (byKey.size > LIMIT) throw validationError(`A resource can have at most ${LIMIT} tags, not ${byKey.size}.`);
      stored.set(arn, [...byKey.values()]);
    },
    remove: (arn) => void stored.delete(arn),
  };
}

/** AddTags, ListTags, DeleteTags. */
export function createTagOperations(cloud: Cloud) {
  const tags = openTags(cloud);
  const prefix = `arn:aws:sagemaker:${cloud.region}:${cloud.account}:`;
  const known = (arn: string | undefined) => {
    const given = required(arn, 'resourceArn');
    if (given.startsWith(prefix)) return given;
    throw validationError(`ResourceArn ${given} is not the ARN of a SageMaker resource in this account and region.`);
  };
  return {
    AddTags(input: AddTagsInput) {
      const arn = known(input.ResourceArn);
      tags.set(arn, required(input.Tags, 'tags'));
      return { Tags: tags.of(arn) };
    },
    ListTags: (input: ListTagsInput) => ({ Tags: tags.of(known(input.ResourceArn)) }),
    DeleteTags(input: DeleteTagsInput) {
      const arn = known(input.ResourceArn);
      const keys = new Set(required(input.TagKeys, 'tagKeys'));
      const kept = tags.of(arn).filter(({ Key }) => Key === undefined || !keys.has(Key));
      tags.remove(arn);
      tags.set(arn, kept);
      return {};
    },
  };
}
