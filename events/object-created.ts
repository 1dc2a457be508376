import * as z from 'zod';
import { envelope, type PatternScope } from './envelope.ts';

/** S3: an object was created, overwritten, copied or its upload completed. Delivered at least once. Keys are not URL-encoded. */
export const ObjectCreated = envelope({
  source: 'aws.s3',
  detailType: 'Object Created',
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number().optional(),
      etag: z.string().optional(),
      /** Absent on a bucket without versioning. */
      'version-id': z.string().optional(),
      sequencer: z.string().optional(),
    }),
    requester: z.string().optional(),
    reason: z.string().optional(),
  }),
});

/** Labels of predictions, which are no data to train on. */
export const labelsLandedPattern = ({ dataBucket }: PatternScope) => ({
  source: ['aws.s3'],
  'detail-type': ['Object Created'],
  detail: { bucket: { name: [dataBucket] }, object: { key: [{ prefix: 'labels/' }] } },
});

export const objectCreatedPattern = ({ dataBucket }: PatternScope) => ({
  source: ['aws.s3'],
  'detail-type': ['Object Created'],
  detail: { bucket: { name: [dataBucket] }, object: { key: [{ prefix: 'landing/' }] } },
});
