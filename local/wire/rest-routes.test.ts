import { describe, expect, it } from 'vitest';
import type { WireRequest } from './message.ts';
import { route } from './rest-routes.ts';
import { loadServiceModel } from './service-model.ts';
import { SERVICE_TABLE } from './service-table.ts';

async function routed(service: string, line: string, headers: Record<string, string> = {}) {
  const entry = SERVICE_TABLE.find(({ id }) => id === service);
  if (entry === undefined) throw new Error(`no service ${service}`);
  const [method = '', url = ''] = line.split(' ');
  const [path = '', search = ''] = url.split('?');
  const query = new URLSearchParams(search);
  const request: WireRequest = { method, path, query, headers, body: Buffer.alloc(0) };
  const found = route(await loadServiceModel(entry), request);
  return found && { operation: found.operation.name, ...found.labels };
}

const copy = { 'x-amz-copy-source': 'b/k' };

describe('a REST request', () => {
  it.each([
    ['GET /', 'ListBuckets', {}],
    ['GET /?x-id=ListBuckets', 'ListBuckets', {}],
    ['PUT /b', 'CreateBucket', {}],
    ['PUT /b/', 'CreateBucket', {}],
    ['GET /b', 'ListObjects', {}],
    ['GET /b?list-type=2&prefix=x', 'ListObjectsV2', {}],
    ['GET /b/?versions', 'ListObjectVersions', {}],
    ['POST /b?delete', 'DeleteObjects', {}],
    ['PUT /b/k', 'PutObject', {}],
    ['PUT /b/k', 'CopyObject', copy],
    ['PUT /b/k?partNumber=1&uploadId=u', 'UploadPart', {}],
    ['PUT /b/k?partNumber=1&uploadId=u', 'UploadPartCopy', copy],
    ['PUT /b/k?tagging', 'PutObjectTagging', {}],
    ['GET /b/k?versionId=v', 'GetObject', {}],
    ['GET /b/k?uploadId=u', 'ListParts', {}],
    ['GET /b/k?partNumber=2', 'GetObject', {}],
    ['POST /b/k?uploads', 'CreateMultipartUpload', {}],
    ['POST /b/k?uploadId=u', 'CompleteMultipartUpload', {}],
    ['DELETE /b/k?uploadId=u', 'AbortMultipartUpload', {}],
    ['DELETE /b/k?versionId=v', 'DeleteObject', {}],
    ['HEAD /b/k', 'HeadObject', {}],
    ['HEAD /b', 'HeadBucket', {}],
    ['GET /b?unheard-of', undefined, {}],
    ['PATCH /b/k', undefined, {}],
  ])('%s to S3 is %s', async (line, operation, headers) => {
    expect((await routed('s3', line, headers as Record<string, string>))?.operation).toBe(operation);
  });

  it.each([
    ['POST /2015-03-31/functions/f/invocations', 'Invoke'],
    ['POST /2015-03-31/functions', 'CreateFunction'],
    ['GET /2015-03-31/functions/', 'ListFunctions'],
    ['GET /2015-03-31/functions/f', 'GetFunction'],
    ['GET /2015-03-31/functions/f/configuration', 'GetFunctionConfiguration'],
    ['GET /2018-10-31/layers', 'ListLayers'],
    ['GET /2018-10-31/layers?find=LayerVersion&Arn=a', 'GetLayerVersionByArn'],
    ['GET /2015x03x31/functions/f', undefined],
  ])('%s to Lambda is %s', async (line, operation) => {
    expect((await routed('lambda', line))?.operation).toBe(operation);
  });

  it('tells the labels of its path, decoded', async () => {
    const key = await routed('s3', 'GET /b/a%20folder//%2F%C3%BC+');
    expect(key).toEqual({ operation: 'GetObject', Bucket: 'b', Key: 'a folder///ü+' });
    const name = 'arn%3Aaws%3Alambda%3Aus-east-1%3A0%3Afunction%3Af';
    const invocation = await routed('lambda', `POST /2015-03-31/functions/${name}/invocations`);
    expect(invocation).toEqual({ operation: 'Invoke', FunctionName: 'arn:aws:lambda:us-east-1:0:function:f' });
  });

  it('is refused when its path is wrongly encoded', async () => {
    await expect(routed('s3', 'GET /b/%E0%A4%A')).rejects.toMatchObject({ name: 'ServiceError', code: 'InvalidURI' });
  });
});
