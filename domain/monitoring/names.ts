/** 監視: the words of what is watched and found. */
export const checkKinds = [
  'server',
  'http',
  'tcp',
  'icmp',
  'snmp',
  'temporal',
  'postgres',
  'backup',
  'certificate',
  'keys',
  'requests',
  'process',
] as const;
export type CheckKind = (typeof checkKinds)[number];

export const checkStates = ['up', 'down', 'unknown'] as const;
export type CheckState = (typeof checkStates)[number];

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];
