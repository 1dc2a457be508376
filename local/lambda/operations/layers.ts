import { createHash } from 'node:crypto';
import type {
  DeleteLayerVersionRequest,
  GetLayerVersionRequest,
  ListLayerVersionsRequest,
  PublishLayerVersionRequest,
} from '@aws-sdk/client-lambda';
import { arn } from '../../arn.ts';
import type { Operation } from '../../cloud.ts';
import { type LambdaContext, notFound } from '../lambda-context.ts';

interface LayerVersion {
  readonly LayerArn: string;
  readonly LayerVersionArn: string;
  readonly Version: number;
  readonly Description: string;
  readonly CreatedDate: string;
  readonly CompatibleRuntimes: PublishLayerVersionRequest['CompatibleRuntimes'];
  readonly CompatibleArchitectures: PublishLayerVersionRequest['CompatibleArchitectures'];
  readonly Content: object;
}

/** Layers are records only: what a layer carries, functions find in the project's node_modules through NODE_PATH. */
export function layerOperations({ cloud }: LambdaContext): Record<string, Operation> {
  const layers = cloud.store.collection<LayerVersion>('lambda.layers');
  const last = cloud.store.collection<number>('lambda.layer-versions');

  return {
    PublishLayerVersion(input: PublishLayerVersionRequest) {
      const name = input.LayerName ?? '';
      const Version = (last.get(name) ?? 0) + 1;
      const LayerArn = arn(cloud, 'lambda', `layer:${name}`);
      const code = input.Content?.ZipFile ?? Buffer.from(JSON.stringify(input.Content ?? {}));
      const layer: LayerVersion = {
        LayerArn,
        LayerVersionArn: `${LayerArn}:${Version}`,
        Version,
        Description: input.Description ?? '',
        CreatedDate: cloud.clock.date().toISOString().replace('Z', '+0000'),
        CompatibleRuntimes: input.CompatibleRuntimes,
        CompatibleArchitectures: input.CompatibleArchitectures,
        Content: { CodeSize: code.length, CodeSha256: createHash('sha256').update(code).digest('base64') },
      };
      layers.set(`${name}:${Version}`, layer);
      last.set(name, Version);
      return layer;
    },

    GetLayerVersion({ LayerName, VersionNumber }: GetLayerVersionRequest) {
      const layer = layers.get(`${LayerName}:${VersionNumber}`);
      if (layer === undefined) throw notFound('The resource you requested does not exist.');
      return layer;
    },

    ListLayerVersions({ LayerName }: ListLayerVersionsRequest) {
      const versions = layers.list({ prefix: `${LayerName}:` }).map(([, layer]) => layer);
      return { LayerVersions: versions.sort((left, right) => right.Version - left.Version) };
    },

    DeleteLayerVersion({ LayerName, VersionNumber }: DeleteLayerVersionRequest) {
      layers.delete(`${LayerName}:${VersionNumber}`);
      return {};
    },
  };
}
