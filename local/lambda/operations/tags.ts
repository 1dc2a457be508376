import type { ListTagsRequest, TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../cloud.ts';
import { parseFunctionReference } from '../function-reference.ts';
import type { LambdaContext } from '../lambda-context.ts';

/** Tags of functions. */
export function tagOperations({ functions }: LambdaContext): Record<string, Operation> {
  return {
    TagResource({ Resource, Tags }: TagResourceRequest) {
      const reference = parseFunctionReference(Resource ?? '');
      const state = functions.state(reference);
      functions.functions.set(reference.name, { ...state, tags: { ...state.tags, ...Tags } });
      return {};
    },

    UntagResource({ Resource, TagKeys = [] }: UntagResourceRequest) {
      const reference = parseFunctionReference(Resource ?? '');
      const state = functions.state(reference);
      const kept = Object.entries(state.tags).filter(([key]) => !TagKeys.includes(key));
      functions.functions.set(reference.name, { ...state, tags: Object.fromEntries(kept) });
      return {};
    },

    ListTags: ({ Resource }: ListTagsRequest) => ({
      Tags: functions.state(parseFunctionReference(Resource ?? '')).tags,
    }),
  };
}
