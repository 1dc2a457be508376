import type {
  CreateArchiveRequest,
  DeleteArchiveRequest,
  DescribeArchiveRequest,
  ListArchivesRequest,
  UpdateArchiveRequest,
} from '@aws-sdk/client-eventbridge';
import { arn } from '../../arn.ts';
import { busName, DEFAULT_BUS } from '../buses/bus.ts';
import { alreadyExists, notFound } from '../errors.ts';
import { pageOf } from '../page.ts';
import { checkPattern } from '../rules/rule-operations.ts';
import type { Parts } from '../service-parts.ts';
import type { Archive } from './archive.ts';

const DAY_MS = 86_400_000;

export function archiveOperations({ cloud, shelf, archived }: Parts) {
  return {
    CreateArchive(input: CreateArchiveRequest) {
      const { ArchiveName: name = '', EventSourceArn = '', EventPattern, RetentionDays = 0 } = input;
      const bus = busName(EventSourceArn);
      if (shelf.archives.has(name)) throw alreadyExists(`Archive ${name} already exists.`);
      if (bus !== DEFAULT_BUS && !shelf.buses.has(bus)) throw notFound(`Event bus ${bus} does not exist.`);
      if (EventPattern) checkPattern(EventPattern);
      const archive: Archive = {
        name,
        arn: arn(cloud, 'events', `archive/${name}`),
        bus,
        busArn: EventSourceArn,
        createdAt: cloud.clock.now(),
        retentionDays: RetentionDays,
        ...(EventPattern && { pattern: EventPattern }),
        description: input.Description,
      };
      shelf.archives.set(name, archive);
      return answer(archive);
    },

    UpdateArchive({ ArchiveName = '', EventPattern, RetentionDays, Description }: UpdateArchiveRequest) {
      const archive = archiveAt(ArchiveName);
      if (EventPattern) checkPattern(EventPattern);
      archive.pattern = EventPattern ?? archive.pattern;
      archive.retentionDays = RetentionDays ?? archive.retentionDays;
      archive.description = Description ?? archive.description;
      shelf.archives.set(ArchiveName, archive);
      return answer(archive);
    },

    DescribeArchive({ ArchiveName = '' }: DescribeArchiveRequest) {
      const archive = archiveAt(ArchiveName);
      return {
        ArchiveArn: archive.arn,
        ...summary(archive),
        ...(archive.pattern !== undefined && { EventPattern: archive.pattern }),
        ...(archive.description !== undefined && { Description: archive.description }),
      };
    },

    ListArchives({ NamePrefix = '', EventSourceArn, ...page }: ListArchivesRequest) {
      const all = shelf.archives
        .list({ prefix: NamePrefix })
        .filter(([, { busArn }]) => EventSourceArn === undefined || busArn === EventSourceArn);
      const { items, ...next } = pageOf(all, page);
      return { Archives: items.map(summary), ...next };
    },

    DeleteArchive({ ArchiveName = '' }: DeleteArchiveRequest) {
      archiveAt(ArchiveName);
      cloud.store.transaction(() => {
        archived.expire(ArchiveName, Number.MAX_SAFE_INTEGER);
        shelf.archives.delete(ArchiveName);
      });
      return {};
    },
  };

  function archiveAt(name: string): Archive {
    const archive = shelf.archives.get(name);
    if (archive === undefined) throw notFound(`Archive ${name} does not exist.`);
    return archive;
  }

  function summary(archive: Archive) {
    const { name, retentionDays } = archive;
    if (retentionDays > 0) archived.expire(name, cloud.clock.now() - retentionDays * DAY_MS);
    const { events, bytes } = archived.size(name);
    return {
      ArchiveName: name,
      EventSourceArn: archive.busArn,
      State: 'ENABLED',
      RetentionDays: retentionDays,
      SizeBytes: bytes,
      EventCount: events,
      CreationTime: new Date(archive.createdAt),
    };
  }
}

function answer({ arn: ArchiveArn, createdAt }: Archive) {
  return { ArchiveArn, State: 'ENABLED', CreationTime: new Date(createdAt) };
}
