import type { Call, CreateService, Operation } from '../cloud.ts';
import {
  configurationOperations,
  getBucketNotificationConfiguration,
  putBucketNotificationConfiguration,
} from './bucket-configuration.ts';
import * as buckets from './buckets.ts';
import { completeMultipartUpload } from './complete-multipart.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listObjectVersions } from './list-versions.ts';
import * as multipart from './multipart.ts';
import * as lock from './object-lock.ts';
import * as tagging from './object-tagging.ts';
import { putObject } from './put-object.ts';
import { getObject, getObjectAttributes, headObject } from './read-object.ts';
import { openState, type S3State } from './state.ts';

/** Amazon S3, path style. */
export const createS3: CreateService = (cloud) => {
  const s3 = openState(cloud);
  const on =
    <Input>(operation: (s3: S3State, input: Input, call: Call) => unknown) =>
    (input: Input, call: Call) =>
      operation(s3, input, call);
  const operations: Record<string, Operation> = {
    ...configurationOperations(s3),
    CreateBucket: on(buckets.createBucket),
    DeleteBucket: on(buckets.deleteBucket),
    HeadBucket: on(buckets.headBucket),
    ListBuckets: on(buckets.listBuckets),
    GetBucketLocation: on(buckets.getBucketLocation),
    PutBucketVersioning: on(buckets.putBucketVersioning),
    GetBucketVersioning: on(buckets.getBucketVersioning),
    PutBucketNotificationConfiguration: on(putBucketNotificationConfiguration),
    GetBucketNotificationConfiguration: on(getBucketNotificationConfiguration),
    PutObject: on(putObject),
    GetObject: on(getObject),
    HeadObject: on(headObject),
    GetObjectAttributes: on(getObjectAttributes),
    CopyObject: on(copyObject),
    DeleteObject: on(deleteObject),
    DeleteObjects: on(deleteObjects),
    ListObjects: on(listObjects),
    ListObjectsV2: on(listObjectsV2),
    ListObjectVersions: on(listObjectVersions),
    CreateMultipartUpload: on(multipart.createMultipartUpload),
    UploadPart: on(multipart.uploadPart),
    UploadPartCopy: on(multipart.uploadPartCopy),
    CompleteMultipartUpload: on(completeMultipartUpload),
    AbortMultipartUpload: on(multipart.abortMultipartUpload),
    ListParts: on(multipart.listParts),
    ListMultipartUploads: on(multipart.listMultipartUploads),
    PutObjectTagging: on(tagging.putObjectTagging),
    GetObjectTagging: on(tagging.getObjectTagging),
    DeleteObjectTagging: on(tagging.deleteObjectTagging),
    PutObjectLockConfiguration: on(lock.putObjectLockConfiguration),
    GetObjectLockConfiguration: on(lock.getObjectLockConfiguration),
    PutObjectRetention: on(lock.putObjectRetention),
    GetObjectRetention: on(lock.getObjectRetention),
    PutObjectLegalHold: on(lock.putObjectLegalHold),
    GetObjectLegalHold: on(lock.getObjectLegalHold),
  };
  return { id: 's3', operations };
};
