import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { SharedState } from '../../state/shared-state.port.js';
import type { InventoryRecord } from '../inventory.types.js';
import { SourceCopy } from './source-copy.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

const CHUNK_RECORDS = 1_000;

/** What stands under the name of a source: where its chunks are, and of what they are a copy. */
interface CopyHeader {
  readonly version: string;
  readonly chunks: number;
  readonly loadedAt: number;
  readonly identity: string;
}

function keyOf(source: string, header?: CopyHeader, chunk?: number): string {
  return header === undefined ? `inventory:${source}` : `inventory:${source}:${header.version}:${chunk}`;
}

/** The last good copy of each source in the shared state, so that a process that starts while a source is down has one. */
export class CopyStore {
  /** @param keepMs how long a copy is kept */
  constructor(
    private readonly state: SharedState,
    private readonly keepMs: number,
  ) {}

  /** When the stored copy was read; `undefined` when there is none of this identity. */
  async loadedAt(source: string, identity: string): Promise<number | undefined> {
    return (await this.header(source, identity))?.loadedAt;
  }

  /** The stored copy; `undefined` when there is none, or not all of it. */
  async load(source: string, identity: string): Promise<SourceCopy | undefined> {
    const header = await this.header(source, identity);
    if (header === undefined) return undefined;
    const copy = new SourceCopy(header.loadedAt);
    for (let chunk = 0; chunk < header.chunks; chunk++) {
      const packed = await this.state.get(keyOf(source, header, chunk));
      if (packed === undefined) return undefined;
      const records = JSON.parse((await decompress(packed)).toString()) as InventoryRecord[];
      for (const record of records) copy.records.set(record.device.name, record);
    }
    return copy;
  }

  /** Stores a copy in place of the one before; the header goes last, so that no reader sees half of it. */
  async save(source: string, identity: string, copy: SourceCopy): Promise<void> {
    const previous = await this.header(source);
    const records = [...copy.records.values()];
    const chunks = Math.ceil(records.length / CHUNK_RECORDS);
    const header = { version: randomUUID(), chunks, loadedAt: copy.loadedAt, identity: digest(identity) };
    for (let chunk = 0; chunk < chunks; chunk++) {
      const part = records.slice(chunk * CHUNK_RECORDS, (chunk + 1) * CHUNK_RECORDS).map(withoutSecret);
      await this.state.set(keyOf(source, header, chunk), await compress(JSON.stringify(part)), this.keepMs);
    }
    await this.state.set(keyOf(source), JSON.stringify(header), this.keepMs);
    for (let chunk = 0; chunk < (previous?.chunks ?? 0); chunk++) {
      await this.state.delete(keyOf(source, previous, chunk));
    }
  }

  private async header(source: string, identity?: string): Promise<CopyHeader | undefined> {
    const stored = await this.state.get(keyOf(source));
    if (stored === undefined) return undefined;
    const header = JSON.parse(stored.toString()) as CopyHeader;
    return identity === undefined || header.identity === digest(identity) ? header : undefined;
  }
}

function digest(identity: string): string {
  return createHash('sha256').update(identity).digest('hex');
}

/** Secrets leave the process in no form. */
function withoutSecret({ device, fields }: InventoryRecord): InventoryRecord {
  return { device: { ...device, enableSecret: undefined }, fields };
}
