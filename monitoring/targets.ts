/** What the monitor watches by itself, and how each kind of target is asked. */
import type { Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import { loadTaskQueue } from '../contracts/initial-load.ts';
import { nation } from '../domain/organisations.ts';
import { participants, type ParticipantName } from '../domain/participants.ts';
import type { Database } from '../storage/database/database.ts';
import type { NewTarget, StoredTarget } from '../storage/monitoring/targets.ts';
import { hostAndPort } from './checks/address.ts';
import { checkCertificateFile, checkServerCertificate } from './checks/certificate.ts';
import { checkBackup, checkDatabase, checkDatabaseHealth, checkKeys, checkRequests } from './checks/database.ts';
import { checkDeliverySignatures, checkDeliveryTargets } from './checks/deliveries.ts';
import { checkDisk } from './checks/disk.ts';
import { checkHttp } from './checks/http.ts';
import { checkSnmp } from './checks/snmp.ts';
import { checkReach, checkTcp } from './checks/tcp.ts';
import { checkPollers, checkSchedules, checkTemporal, checkWorkflowTasks } from './checks/temporal.ts';
import type { Check } from './prober.ts';

export interface OwnParts {
  db: Database;
  temporal: Client | undefined;
  keysFile: string | undefined;
  home: string;
  backupMaxAgeHours: number;
  /** Folders whose disks are watched. */
  disks: readonly string[];
  diskAlarmBytes?: number | undefined;
  /** Programs of fugo's and their health addresses. */
  processes: readonly { name: string; ja: string; en: string; url: string }[];
  /** Systems of others that fugo speaks to, and their health addresses. */
  neighbours?: readonly { name: ParticipantName; url: string }[];
  /** The repository of deliveries, where this installation delivers files. */
  deliveryFolder?: string | undefined;
  /** Certificates in files (PEM). */
  certificates: readonly string[];
}

/** fugo's own parts as targets, with the check of each. They belong to the national body, which watches all. */
export function describeOwnTargets(parts: OwnParts): { targets: NewTarget[]; checks: Map<string, Check> } {
  const targets: NewTarget[] = [];
  const checks = new Map<string, Check>();
  const add = (id: string, check: Check, target: Omit<NewTarget, 'target' | 'organisation'>): void => {
    targets.push({ target: `fugo/${id}`, organisation: nation, ...target });
    checks.set(`fugo/${id}`, check);
  };
  const { db, temporal } = parts;
  const often = { intervalSeconds: 5, failAfter: 3 };
  const slow = { intervalSeconds: 60, failAfter: 2, okAfter: 1, severity: 'warning' } as const;
  const database = { ja: 'fugoのデータベース', en: 'fugo’s database' };
  add('postgres', checkDatabase(db), {
    kind: 'postgres',
    address: 'select 1',
    name: database.ja,
    nameEn: database.en,
    ...often,
  });
  const inDatabase = { parent: 'fugo/postgres' };
  add('postgres-health', checkDatabaseHealth(db), {
    kind: 'postgres',
    address: 'connections, replication, archive',
    name: `${database.ja}の状態`,
    nameEn: `the state of ${database.en}`,
    ...slow,
    ...inDatabase,
    intervalSeconds: 15,
  });
  add('requests', checkRequests(db), {
    kind: 'requests',
    address: 'stuck',
    name: '符号要求の進み',
    nameEn: 'the progress of code requests',
    ...slow,
    ...inDatabase,
    intervalSeconds: 30,
  });
  add('backup', checkBackup(db, parts.home, parts.backupMaxAgeHours), {
    kind: 'backup',
    address: `${parts.backupMaxAgeHours} h`,
    name: '確認済みのバックアップ',
    nameEn: 'the verified backup',
    ...slow,
    ...inDatabase,
    intervalSeconds: 300,
    failAfter: 1,
  });
  add('deliveries', checkDeliveryTargets(db), {
    kind: 'process',
    address: '24 h',
    name: 'ファイル配信の進み',
    nameEn: 'the progress of file delivery',
    ...slow,
    ...inDatabase,
    intervalSeconds: 300,
    failAfter: 1,
  });
  if (parts.deliveryFolder !== undefined) {
    add('delivery-signatures', checkDeliverySignatures(parts.deliveryFolder), {
      kind: 'keys',
      address: parts.deliveryFolder,
      name: 'ファイル配信の署名',
      nameEn: 'the signatures of file delivery',
      ...slow,
      intervalSeconds: 300,
    });
  }
  if (parts.keysFile !== undefined) {
    add('keys', checkKeys(db, parts.keysFile), {
      kind: 'keys',
      address: parts.keysFile,
      name: '暗号鍵',
      nameEn: 'the key ring',
      ...slow,
      ...inDatabase,
      severity: 'critical',
    });
  }
  if (temporal) {
    add('temporal', checkTemporal(temporal), {
      kind: 'temporal',
      address: 'describeNamespace',
      name: 'Temporalサーバー',
      nameEn: 'the Temporal server',
      ...often,
    });
    const inTemporal = { kind: 'temporal', parent: 'fugo/temporal', ...slow } as const;
    for (const queue of [taskQueue, loadTaskQueue]) {
      add(`queue-${queue}`, checkPollers(temporal, queue), {
        ...inTemporal,
        address: queue,
        name: `タスクキュー ${queue}`,
        nameEn: `task queue ${queue}`,
        intervalSeconds: 15,
        severity: queue === taskQueue ? 'critical' : 'warning',
      });
    }
    add('schedules', checkSchedules(temporal), {
      ...inTemporal,
      address: 'schedules',
      name: 'Temporalの予定',
      nameEn: 'the schedules of Temporal',
      failAfter: 1,
    });
    add('workflow-tasks', checkWorkflowTasks(temporal), {
      ...inTemporal,
      address: 'workflow tasks',
      name: 'ワークフローの実行',
      nameEn: 'workflow tasks',
      intervalSeconds: 30,
    });
  }
  for (const { name, ja, en, url } of parts.processes) {
    add(`process-${name}`, checkHttp(url), { kind: 'process', address: url, name: ja, nameEn: en, ...often });
  }
  for (const { name, url } of parts.neighbours ?? []) {
    add(`neighbour-${name}`, checkHttp(url), {
      kind: 'http',
      address: url,
      name: participants[name].ja,
      nameEn: participants[name].en,
      failAfter: 3,
      severity: 'warning',
    });
  }
  for (const [index, folder] of parts.disks.entries()) {
    add(`disk-${index + 1}`, checkDisk(folder, parts.diskAlarmBytes), {
      kind: 'process',
      address: folder,
      name: `ディスク ${folder}`,
      nameEn: `disk ${folder}`,
      ...slow,
      intervalSeconds: 10,
      severity: 'critical',
    });
  }
  for (const [index, path] of parts.certificates.entries()) {
    add(`certificate-${index + 1}`, checkCertificateFile(path), {
      kind: 'certificate',
      address: path,
      name: `証明書 ${path}`,
      nameEn: `certificate ${path}`,
      ...slow,
      intervalSeconds: 3_600,
      failAfter: 1,
    });
  }
  return { targets, checks };
}

/** How a registered target is asked; undefined where its address does not fit its kind, so that it is not watched. */
export function checkOf(
  { kind, address, organisation }: StoredTarget,
  { snmpCommunity }: { snmpCommunity: string },
): Check | undefined {
  try {
    switch (kind) {
      case 'server':
        return checkHttp(probeAddress(address, organisation));
      case 'http':
      case 'process':
        return checkHttp(address);
      case 'tcp': {
        const { host, port } = hostAndPort(address);
        return port === undefined ? undefined : checkTcp(host, port);
      }
      case 'icmp': {
        const { host, port } = hostAndPort(address);
        return checkReach(host, port);
      }
      case 'snmp':
        return checkSnmp(address, snmpCommunity);
      case 'certificate':
        return checkServerCertificate(address);
      // Only the monitor itself names such targets.
      case 'temporal':
      case 'postgres':
      case 'backup':
      case 'keys':
      case 'requests':
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** The probe of the control interface: it says 200 only while the server really runs. */
function probeAddress(controlUrl: string, organisation: string): string {
  return `${controlUrl.replace(/\/+$/u, '')}/v1/organisations/${encodeURIComponent(organisation)}/server/probe`;
}
