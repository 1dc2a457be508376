import type { Arrival } from '#domain/intake/plan-intake.ts';
import type { KnownEvent } from '#events/parse-event.ts';

/** What an event means at the door; undefined for a kind that intake has nothing to do with. */
export function arrivalOf(event: KnownEvent): Arrival | undefined {
  switch (event['detail-type']) {
    case 'Object Created': {
      const { key, etag, 'version-id': versionId } = event.detail.object;
      // Events bear the bare ETag, the S3 API the quoted one.
      return { kind: 'object', key, versionId, etag: etag === undefined ? undefined : `"${etag.replaceAll('"', '')}"` };
    }
    case 'SageMaker Model Package State Change': {
      const { ModelPackageGroupName, ModelPackageVersion, ModelPackageArn, ModelApprovalStatus } = event.detail;
      return {
        kind: 'decision',
        group: ModelPackageGroupName,
        version: ModelPackageVersion,
        arn: ModelPackageArn,
        status: ModelApprovalStatus,
        changedAt: event.detail.LastModifiedTime ?? event.time,
      };
    }
    case 'CloudWatch Alarm State Change':
      return { kind: 'alarm', alarmName: event.detail.alarmName, eventId: event.id };
    case 'Retrain Requested': {
      const { model, actor, force, kind: trigger } = event.detail;
      return { kind: 'retrain', model, actor, force, trigger, eventId: event.id };
    }
    case 'Rollback Requested': {
      const { model, actor, reason } = event.detail;
      return { kind: 'rollback', model, actor, reason, eventId: event.id };
    }
    default:
      return undefined;
  }
}
