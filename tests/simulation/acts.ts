import type { ModelPackageSummary } from '@aws-sdk/client-sagemaker';
import { modelPackageGroupName } from '#domain/naming.ts';
import { tinyCsv, tinyFlats } from '../models/tiny/tiny-dataset.ts';
import { MODEL } from './catalog.ts';
import { STAGE } from './deps.ts';
import type { Act } from './schedule.ts';
import type { World } from './world.ts';

/** What people do, past all faults: they try until it works. */
export async function perform(act: Act, world: World): Promise<void> {
  const { cloud, trace } = world;
  trace(`ACT ${JSON.stringify(act)}`);
  switch (act.kind) {
    case 'land': {
      for (let file = 0; file < act.files; file += 1) {
        const Body = Buffer.from(landingOf(act.batch, { file, poison: act.poison }));
        await cloud.call('s3', 'PutObject', { Bucket: 'data', Key: `landing/${MODEL}/${act.batch}-${file}.csv`, Body });
      }
      return;
    }
    case 'approve': {
      const versions = await newestVersions(world);
      await Promise.all(act.newest.map((index) => decide(world, versions[index], 'Approved')));
      return;
    }
    case 'reject':
      return decide(world, (await newestVersions(world))[act.newest], 'Rejected');
    case 'ask-rollback':
      return ask(world, 'Rollback Requested', { model: MODEL, actor: 'ada', reason: 'It looks odd.' });
    case 'ask-retrain':
      return ask(world, 'Retrain Requested', { model: MODEL, actor: 'ada', force: act.force });
  }
}

const ROWS = 150;
const DAY_MS = 86_400_000;

/** Batch n holds the flats of its own weeks, so that each holdout is newer than what older candidates were trained on. */
function landingOf(batch: number, { file, poison }: { file: number; poison: boolean }): string {
  const start = Date.UTC(2024, 0, 1) + (batch * 30 + file * 10) * DAY_MS;
  const flats = tinyFlats({
    rows: ROWS,
    from: new Date(start).toISOString().slice(0, 10),
    seed: 1 + batch * 10 + file,
  });
  return tinyCsv(poison ? flats.map((flat) => ({ ...flat, rooms: 99 })) : flats);
}

async function newestVersions({ cloud }: World): Promise<ModelPackageSummary[]> {
  const ModelPackageGroupName = modelPackageGroupName(STAGE, MODEL);
  const listed = cloud.call('sagemaker', 'ListModelPackages', {
    ModelPackageGroupName,
    SortBy: 'CreationTime',
    SortOrder: 'Descending',
  });
  const { ModelPackageSummaryList = [] } = (await listed.catch(() => ({}))) as {
    ModelPackageSummaryList?: ModelPackageSummary[];
  };
  return ModelPackageSummaryList;
}

async function decide({ cloud }: World, version: ModelPackageSummary | undefined, status: string): Promise<void> {
  if (version === undefined) return;
  await cloud.call('sagemaker', 'UpdateModelPackage', {
    ModelPackageArn: version.ModelPackageArn,
    ModelApprovalStatus: status,
    ApprovalDescription: 'By a person.',
  });
}

async function ask({ cloud }: World, DetailType: string, detail: object): Promise<void> {
  const Entries = [{ Source: 'andon', DetailType, Detail: JSON.stringify(detail) }];
  await cloud.call('eventbridge', 'PutEvents', { Entries });
}
