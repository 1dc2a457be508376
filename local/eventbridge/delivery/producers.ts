/** Services whose events may be lost or come twice; all others deliver at least once. Source: EventBridge events reference. */
const BEST_EFFORT = new Set(['aws.sagemaker', 'aws.states', 'aws.codepipeline', 'aws.cloudtrail']);

/** Whether an event of this source may be lost on the way. */
export function mayBeLost(source: string): boolean {
  return BEST_EFFORT.has(source);
}
