import { ServiceError } from '../cloud.ts';

/** Codes and texts as S3 answers them (LocalStack's recordings of AWS). */
export function noSuchBucket(name: string): ServiceError {
  return new ServiceError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    members: { BucketName: name },
  });
}

export function noSuchKey(key: string): ServiceError {
  return new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } });
}

export function noSuchVersion(key: string, versionId: string): ServiceError {
  return new ServiceError('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    members: { Key: key, VersionId: versionId },
  });
}

export function noSuchUpload(id: string | undefined): ServiceError {
  return new ServiceError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, members: { UploadId: id ?? '' } },
  );
}

export function preconditionFailed(condition: string): ServiceError {
  return new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition: condition },
  });
}

export function notImplementedHeader(header: string, additionalMessage: string): ServiceError {
  return new ServiceError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
    status: 501,
    members: { Header: header, additionalMessage },
  });
}

export function invalidArgument(message: string): ServiceError {
  return new ServiceError('InvalidArgument', message);
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequest', message);
}

export function accessDenied(message = 'Access Denied'): ServiceError {
  return new ServiceError('AccessDenied', message, { status: 403 });
}
