import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { FunctionCode, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { type Cloud, ServiceError } from '../cloud.ts';

/** Keeps a function's deployment package in the store. @throws ServiceError InvalidParameterValueException */
export async function storePackage(
  cloud: Cloud,
  code: FunctionCode,
): Promise<{ codeDigest: string; members: Pick<FunctionConfiguration, 'CodeSha256' | 'CodeSize'> }> {
  const zip = await packageBytes(cloud, code);
  readZip(zip);
  const codeDigest = cloud.store.putBlob(zip);
  const CodeSha256 = Buffer.from(codeDigest, 'hex').toString('base64');
  return { codeDigest, members: { CodeSha256, CodeSize: zip.length } };
}

async function packageBytes(cloud: Cloud, { ZipFile, S3Bucket, S3Key, S3ObjectVersion }: FunctionCode) {
  if (ZipFile !== undefined) return ZipFile;
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalid('Please provide a source for function code: ZipFile, or S3Bucket with S3Key.');
  }
  const version = S3ObjectVersion === undefined ? {} : { VersionId: S3ObjectVersion };
  try {
    const object = await cloud.call('s3', 'GetObject', { Bucket: S3Bucket, Key: S3Key, ...version });
    return (object as { Body: Uint8Array }).Body;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalid(`Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`);
  }
}

/**
 * Unpacks a package below the store, once per digest, so that a bundle's external imports resolve by walking up to the
 * project's node_modules. Returns the folder.
 */
export function unpackPackage({ store }: Pick<Cloud, 'store'>, name: string, codeDigest: string): string {
  const functions = join(store.directory, 'functions');
  const folder = join(functions, name, codeDigest);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${randomUUID()}`;
  for (const [path, content] of Object.entries(readZip(store.readBlob(codeDigest)))) {
    const target = resolve(draft, path);
    if (!target.startsWith(draft + sep)) throw invalid(`The zip entry ${path} points outside of the package.`);
    if (path.endsWith('/')) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  mkdirSync(draft, { recursive: true });
  // Without it a project's own package.json would decide whether a function's .js is an ES module.
  writeFileSync(join(functions, 'package.json'), '{}\n');
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function readZip(zip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch {
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, { members: { Type: 'User' } });
}
