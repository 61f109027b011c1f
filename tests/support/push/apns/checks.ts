import type { IncomingHttpHeaders } from 'node:http2';

/** What Apple answers: a reason unless it took the push, and since when a token is void (ms since 1970). */
export interface ApnsAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly timestamp?: number;
}

/** What Apple knows of one device token; of any other, that it is a device of every topic. */
export interface DeviceFacts {
  /** It is a token of the other environment. */
  readonly elsewhere?: boolean;
  /** The one topic that it is of. */
  readonly topic?: string;
  /** The app was removed then (ms since 1970). */
  readonly goneSince?: number;
}

const payloadLimits = { voip: 5_120, other: 4_096 };

const types = ['alert', 'background', 'voip', 'complication', 'fileprovider', 'mdm', 'location'];

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Checks all of a request but its provider token, in Apple's order; null: nothing is wrong with it. */
export function checkRequest(
  headers: IncomingHttpHeaders,
  body: string,
  topics: ReadonlySet<string>,
  devices: ReadonlyMap<string, DeviceFacts>,
): ApnsAnswer | null {
  if (headers[':method'] !== 'POST') return { status: 405, reason: 'MethodNotAllowed' };
  const token = deviceToken(headers);
  if (token === null) return { status: 404, reason: 'BadPath' };
  const type = single(headers, 'apns-push-type') ?? '';
  const size = Buffer.byteLength(body);
  const limit = type === 'voip' ? payloadLimits.voip : payloadLimits.other;
  if (size === 0) return bad('PayloadEmpty');
  if (size > limit) return { status: 413, reason: 'PayloadTooLarge' };
  return checkHeaders(headers, type, topics) ?? checkDevice(headers, token, devices);
}

/** The device token of a path; null where it is none of Apple's paths. */
export function deviceToken(headers: IncomingHttpHeaders): string | null {
  return /^\/3\/device\/([^/?]*)$/.exec(headers[':path'] ?? '')?.[1] ?? null;
}

function checkHeaders(
  headers: IncomingHttpHeaders,
  type: string,
  topics: ReadonlySet<string>,
): ApnsAnswer | null {
  const id = single(headers, 'apns-id');
  if (id !== undefined && !uuid.test(id)) return bad('BadMessageId');
  if (!/^\d+$/.test(single(headers, 'apns-expiration') ?? '0')) return bad('BadExpirationDate');
  if (!['1', '5', '10'].includes(single(headers, 'apns-priority') ?? '10')) {
    return bad('BadPriority');
  }
  const topic = single(headers, 'apns-topic');
  if (topic === undefined) return bad('MissingTopic');
  if (!topics.has(topic)) return bad('TopicDisallowed');
  const isVoip = type === 'voip';
  if (!types.includes(type) || isVoip !== topic.endsWith('.voip')) return bad('InvalidPushType');
  return null;
}

function checkDevice(
  headers: IncomingHttpHeaders,
  token: string,
  devices: ReadonlyMap<string, DeviceFacts>,
): ApnsAnswer | null {
  if (token === '') return bad('MissingDeviceToken');
  const isToken = /^(?:[0-9a-f]{2}){32,100}$/i.test(token) && !/^0+$/.test(token);
  const facts = devices.get(token);
  if (!isToken || facts?.elsewhere) return bad('BadDeviceToken');
  if (facts?.topic !== undefined && facts.topic !== headers['apns-topic']) {
    return bad('DeviceTokenNotForTopic');
  }
  if (facts?.goneSince !== undefined) {
    return { status: 410, reason: 'Unregistered', timestamp: facts.goneSince };
  }
  return null;
}

function single(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join() : value;
}

function bad(reason: string): ApnsAnswer {
  return { status: 400, reason };
}
