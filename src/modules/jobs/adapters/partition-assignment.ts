/** Multipliers of the finalizer of MurmurHash3. */
const MIX = [0x85ebca6b, 0xc2b2ae35] as const;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), MIX[0]);
  hash = Math.imul(hash ^ (hash >>> 13), MIX[1]);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The worker that a partition belongs to: the one that ranks highest for it (rendezvous hashing). Every process that knows the same
 * workers comes to the same answer, and a worker that comes or goes moves no partition but its own.
 */
function ownerOf(partition: number, workers: readonly string[]): string | undefined {
  let owner: string | undefined;
  let highest = -1;
  for (const worker of workers) {
    const rank = hashOf(`${partition}/${worker}`);
    if (rank > highest || (rank === highest && worker < (owner ?? ''))) [owner, highest] = [worker, rank];
  }
  return owner;
}

/** The partitions, of those from 0 to `partitions` - 1, that belong to a worker while these are alive. */
export function partitionsOf(worker: string, workers: readonly string[], partitions: number): number[] {
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  return all.filter((partition) => ownerOf(partition, workers) === worker);
}
