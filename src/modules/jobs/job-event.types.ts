/** Channel on which followers of any job say so, to every worker. */
export const FOLLOW_CHANNEL = 'jobs:follow';

/** Channel of what a worker says of one job. */
export function eventChannel(jobId: string): string {
  return `jobs:events:${jobId}`;
}

/** Somebody follows a job; said again and again for as long as that is so. */
export interface FollowMessage {
  readonly id: string;
  /** As `deviceKey` gives it. */
  readonly device: string;
  /** The last event that was seen, where the follower comes back. */
  readonly after?: string;
}

/** What is said of a job that somebody follows: by a worker, and `mark` by a follower. */
export type FollowedMessage =
  /** Its state has changed, or is about to. */
  | { readonly type: 'changed' }
  /** Jobs before it at its device. */
  | { readonly type: 'position'; readonly ahead: number }
  /** Text of the device, as it comes; `hasGap` when some before it is missing. */
  | {
      readonly type: 'output';
      readonly eventId: string;
      readonly command: string;
      readonly text: string;
      readonly hasGap: boolean;
    }
  /** All that came since this event has been said again, as far as it was kept. */
  | { readonly type: 'repeated'; readonly after: string }
  /** All that was said before it has arrived. */
  | { readonly type: 'mark'; readonly mark: string };

export type OutputMessage = Extract<FollowedMessage, { type: 'output' }>;

/** Orders event ids, which are `<start>-<number>`. */
export function isAfter(eventId: string, other: string | undefined): boolean {
  if (other === undefined) return true;
  const [start = 0, number = 0] = eventId.split('-').map(Number);
  const [otherStart = 0, otherNumber = 0] = other.split('-').map(Number);
  return start > otherStart || (start === otherStart && number > otherNumber);
}
