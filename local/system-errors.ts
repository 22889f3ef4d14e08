import { findPortHolder } from './port-holder.ts';
import { LocalError, reasonOf, type Note } from './messages.ts';
import { membersOf } from './records.ts';

/**
 * The errors of the system that a person can cause and mend: which path or port is concerned, and what to do. The
 * command and the supervisor both ask here.
 */

/** The message for each code. */
const messageByCode = {
  ENOENT: 'systemMissing',
  EACCES: 'systemForbidden',
  EPERM: 'systemForbidden',
  EROFS: 'systemReadOnly',
  ENOSPC: 'systemFull',
  EDQUOT: 'systemFull',
  EFBIG: 'systemTooLarge',
  EISDIR: 'systemIsFolder',
  ENOTDIR: 'systemNotFolder',
  EEXIST: 'systemInTheWay',
  ENOTEMPTY: 'systemInTheWay',
  EXDEV: 'systemOtherDisk',
  ELOOP: 'systemLoop',
  ENAMETOOLONG: 'systemLongName',
  EBUSY: 'systemBusy',
  ETXTBSY: 'systemBusy',
  EIO: 'systemDamaged',
  EMFILE: 'systemFilesOwn',
  ENFILE: 'systemFilesAll',
  ENOMEM: 'systemMemory',
  EAGAIN: 'systemProcesses',
  EADDRINUSE: 'systemPortTaken',
  EADDRNOTAVAIL: 'systemNoAddress',
  ECONNREFUSED: 'systemRefused',
  ECONNRESET: 'systemReset',
  EPIPE: 'systemReset',
  ETIMEDOUT: 'systemNoAnswer',
  EHOSTUNREACH: 'systemNoAnswer',
  EHOSTDOWN: 'systemNoAnswer',
  ENETUNREACH: 'systemNoAnswer',
  ENOTFOUND: 'systemNoName',
  EAI_AGAIN: 'systemNoName',
} as const;
export type SystemErrorCode = keyof typeof messageByCode;

/** `path`: a person gave a wrong path. `network`: something does not answer. `machine`: the machine cannot do it. */
export type SystemErrorKind = 'path' | 'network' | 'machine';

export interface SystemErrorNote {
  note: Note;
  kind: SystemErrorKind;
}

interface SystemError {
  code: SystemErrorCode;
  path: string | undefined;
  address: string | undefined;
  port: number | undefined;
  isProgram: boolean;
}

/** The message for an error or the error that caused it; undefined if no person can mend it. */
export function findSystemNote(error: unknown, home?: string): SystemErrorNote | undefined {
  const found = findSystemError(error);
  if (!found) return undefined;
  const { code, path, address, port, isProgram } = found;
  const kind = kindOf(code);
  if (isProgram && code === 'ENOENT') {
    return { note: { key: 'systemNoProgram', values: { code, path: path ?? '' } }, kind: 'machine' };
  }
  if (code === 'EACCES' && port !== undefined)
    return { note: { key: 'systemPortForbidden', values: { code, port } }, kind };
  if (kind === 'network') {
    const place = [address, port].filter((part) => part !== undefined).join(':');
    const holder = port === undefined ? undefined : findPortHolder(port);
    const by = holder === undefined ? '' : `(${holder.name}, pid ${holder.pid})`;
    return { note: { key: messageByCode[code], values: { code, place, by } }, kind };
  }
  return { note: { key: messageByCode[code], values: { code, path: path ?? home ?? '' } }, kind };
}

/** What to tell a person about any error. */
export function noteOf(error: unknown): Note {
  if (error instanceof LocalError) return error.note;
  return findSystemNote(error)?.note ?? { key: 'unexpected', values: { reason: reasonOf(error) } };
}

function kindOf(code: SystemErrorCode): SystemErrorKind {
  const key = messageByCode[code];
  switch (key) {
    case 'systemPortTaken':
    case 'systemNoAddress':
    case 'systemRefused':
    case 'systemReset':
    case 'systemNoAnswer':
    case 'systemNoName':
      return 'network';
    case 'systemFull':
    case 'systemDamaged':
    case 'systemFilesOwn':
    case 'systemFilesAll':
    case 'systemMemory':
    case 'systemProcesses':
      return 'machine';
    default:
      return 'path';
  }
}

/** The error itself, its cause, or one of several in an AggregateError. */
function findSystemError(error: unknown, depth = 0): SystemError | undefined {
  if (depth > 8 || typeof error !== 'object' || error === null) return undefined;
  const { code, path, address, hostname, port, syscall, cause, errors } = membersOf(ownMembers(error));
  if (isKnown(code)) {
    const isProgram = typeof syscall === 'string' && syscall.startsWith('spawn');
    return {
      code,
      path: textOrUndefined(path),
      address: textOrUndefined(address) ?? textOrUndefined(hostname),
      port: typeof port === 'number' ? port : undefined,
      isProgram,
    };
  }
  const several: readonly unknown[] = Array.isArray(errors) ? errors : [];
  for (const next of [cause, ...several]) {
    const found = findSystemError(next, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Adds `cause` and `errors`, which are not enumerable. */
function ownMembers(error: object): object {
  return {
    ...error,
    ...('cause' in error ? { cause: error.cause } : {}),
    ...('errors' in error ? { errors: error.errors } : {}),
  };
}

function isKnown(code: unknown): code is SystemErrorCode {
  return typeof code === 'string' && Object.hasOwn(messageByCode, code);
}

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
