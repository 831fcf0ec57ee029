import { StatusWord } from '@orion/backstage-plugin-orion-react';
import { HostData } from '../hooks/useHost';
import { findNode, findStorage, Host, isNearlyFull } from './host';

export type HostReason =
  | 'nodesDown'
  | 'incomplete'
  | 'offline'
  | 'memory'
  | 'full'
  | 'nodeOffline'
  | 'missing';

export interface HostStatus {
  word: StatusWord;
  reason?: HostReason;
}

/** Whether a host is well, and what is wrong when it is not. */
export function hostStatus(host: Host, data: HostData): HostStatus {
  switch (host.kind) {
    case 'cluster':
      return clusterStatus(data);
    case 'storage':
      return storageStatus(host, data);
    default:
      return nodeStatus(host, data);
  }
}

function clusterStatus({ summary }: HostData): HostStatus {
  if (!summary) {
    return { word: 'unknown', reason: 'missing' };
  }
  const { nodes, complete } = summary;
  if (nodes.online < nodes.total) {
    return { word: 'degraded', reason: 'nodesDown' };
  }
  return complete ? { word: 'ok' } : { word: 'warning', reason: 'incomplete' };
}

function nodeStatus(host: Host, { options }: HostData): HostStatus {
  const node = findNode(host, options);
  if (!node) {
    return { word: 'unknown', reason: 'missing' };
  }
  if (host.kind === 'bridge') {
    if (!node.bridges.includes(host.name)) {
      return { word: 'unknown', reason: 'missing' };
    }
    return node.online
      ? { word: 'ok' }
      : { word: 'unknown', reason: 'nodeOffline' };
  }
  if (!node.online) {
    return { word: 'down', reason: 'offline' };
  }
  return isNearlyFull(node.memoryUsedBytes, node.memoryBytes)
    ? { word: 'warning', reason: 'memory' }
    : { word: 'ok' };
}

function storageStatus(host: Host, { options }: HostData): HostStatus {
  const storage = findStorage(host, options);
  if (!storage || storage.totalBytes === 0) {
    return { word: 'unknown', reason: 'missing' };
  }
  return isNearlyFull(storage.usedBytes, storage.totalBytes)
    ? { word: 'warning', reason: 'full' }
    : { word: 'ok' };
}
