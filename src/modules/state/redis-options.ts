import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { RedisOptions } from 'ioredis';
import type { RedisSettings } from '../../config/groups/redis.settings.js';

/** How long one attempt to connect may take. */
const CONNECT_TIMEOUT_MS = 3_000;
/** How often an idle connection is probed by TCP. */
const TCP_KEEPALIVE_MS = 10_000;
/** How long the end of a connection may take before it is cut. */
const DISCONNECT_TIMEOUT_MS = 500;
const FIRST_RECONNECT_MS = 50;
const LONGEST_RECONNECT_MS = 1_000;

/** Wait before the next attempt to connect: doubles up to a second, so that an outage ends soon after its cause. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(FIRST_RECONNECT_MS * 2 ** Math.min(attempt - 1, 10), LONGEST_RECONNECT_MS);
}

function tlsOptions(settings: RedisSettings): ConnectionOptions {
  const read = (file: string | undefined): Buffer | undefined => (file === undefined ? undefined : readFileSync(file));
  return {
    ca: read(settings.tlsCaCertsFile),
    cert: read(settings.tlsCertFile),
    key: read(settings.tlsKeyFile),
    rejectUnauthorized: settings.tlsCertReqs !== 'none',
    ...(settings.tlsCheckHostname ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** The parts of a `redis://` or `rediss://` address that are given in it. */
function urlOptions(address: string): RedisOptions & { usesTls: boolean } {
  const url = new URL(address);
  const database = url.pathname.slice(1);
  return {
    usesTls: url.protocol === 'rediss:',
    ...(url.hostname === '' ? {} : { host: url.hostname.replace(/^\[(.*)\]$/, '$1') }),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(database === '' ? {} : { db: Number(database) }),
  };
}

/** A node of a cluster, or a sentinel. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** Where and how to reach Redis. */
export interface RedisTarget {
  /** Common to every connection. */
  readonly options: RedisOptions;
  /** Nodes of a cluster to ask for the others; empty for a single server and with sentinels. */
  readonly clusterNodes: readonly RedisNode[];
  /** For messages. */
  readonly address: string;
}

function toNode(text: string): RedisNode {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) };
}

function sentinelOptions(
  { sentinels, sentinelMaster, sentinelPassword }: RedisSettings,
  usesTls: boolean,
): RedisOptions {
  return {
    sentinels: sentinels.map(toNode),
    name: sentinelMaster,
    sentinelPassword: sentinelPassword?.reveal(),
    enableTLSForSentinelMode: usesTls,
    sentinelRetryStrategy: reconnectDelayMs,
    // A master that comes back as a replica takes no writes: its connections are left for the new one.
    failoverDetector: true,
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  };
}

function addressOf({ sentinels, sentinelMaster, cluster }: RedisSettings, { host, port }: RedisOptions): string {
  if (sentinels.length > 0) return `master "${sentinelMaster}" of the sentinels ${sentinels.join(', ')}`;
  return cluster.length > 0 ? `cluster ${cluster.join(', ')}` : `${host ?? 'localhost'}:${port ?? 6379}`;
}

/** Parts given in `redis_url` win over the other settings; sentinels and cluster over host and port. */
export function redisTarget(settings: RedisSettings): RedisTarget {
  const { usesTls: urlUsesTls, ...fromUrl } =
    settings.url === undefined ? { usesTls: false } : urlOptions(settings.url.reveal());
  const usesTls = settings.useTls || urlUsesTls;
  const tls = usesTls ? tlsOptions(settings) : undefined;
  const hasSentinels = settings.sentinels.length > 0;
  const options: RedisOptions = {
    host: settings.host,
    port: settings.port,
    db: settings.db,
    username: settings.username,
    password: settings.password?.reveal(),
    ...fromUrl,
    ...(tls === undefined ? {} : { tls }),
    ...(hasSentinels ? { ...sentinelOptions(settings, usesTls), sentinelTLS: tls } : {}),
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: TCP_KEEPALIVE_MS,
    noDelay: true,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    retryStrategy: reconnectDelayMs,
  };
  return { options, clusterNodes: settings.cluster.map(toNode), address: addressOf(settings, options) };
}
