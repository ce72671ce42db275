/** How an answer differs from the recorded one, on purpose. */
interface OtherAnswer {
  /** `place: theirs -> ours`; of another status, nothing else is compared. */
  readonly differences: readonly string[];
  readonly because: string;
}

const NO_PASSWORD = 'a password never comes back';
const KNOWN_BEFORE = 'what can never work fails before anything is queued';

const CACHE_MISS = [
  'body.result.meta.cache.cache_status: "hit" -> "miss"',
  'body.result.meta.cache.commands.show clock.cache_status: "hit" -> "miss"',
  'body.result.meta.cache.commands.show clock.cached_at: "a time" -> nothing',
  'body.result.meta.cache.commands.show clock.age_seconds: "a time" -> nothing',
  'body.result.meta.cache.commands.show clock.ttl: 300 -> nothing',
];

/** By the name of the recorded answer. */
export const ANSWERED_OTHERWISE: Readonly<Record<string, OtherAnswer>> = {
  '3c parse=true (scrapli cisco_iosxe) #1': {
    differences: ['status: 404 -> 200'],
    because: 'scrapli driver names find the templates of their platform',
  },
  '5b unknown job #1': { differences: ['status: 200 -> 404'], because: 'an unknown job is no job' },
  '6b raw endpoint inline cred #1': {
    differences: ['body.metadata.credential.password: "inline-SECRET" -> nothing'],
    because: NO_PASSWORD,
  },
  '6c raw endpoint without credential #1': { differences: ['status: 401 -> 422'], because: 'the caller is known' },
  '6c raw endpoint without credential #2': { differences: ['status: 400 -> 422'], because: 'as without raw_output' },
  '7 errors: unknown device #1': {
    differences: [
      'body.detail: "Device nope not found in inventory/inventory.yml" -> "device \\"nope\\" is not in the inventory"',
    ],
    because: 'a sentence of our own',
  },
  '7 errors: unknown device #2': {
    differences: [
      'contentType: "application/json" -> "text/plain"',
      'body.error: "Not Found" -> nothing',
      'body.detail: "Device nope not found in inventory/inventory.yml" -> nothing',
    ],
    because: 'raw_output asks for plain text',
  },
  '7b bad password (stored) #2': {
    differences: [
      'body.text: "Authentication failed." -> "AuthenticationFailed: 127.0.0.1:22001 rejects the passwo...',
    ],
    because: 'the sentence says what failed where',
  },
  '7c bad password (inline) #1': {
    differences: ['body.metadata.credential.password: "badpass" -> nothing'],
    because: NO_PASSWORD,
  },
  '7d unknown credential id #1': { differences: ['body.attempts: 3 -> 1'], because: 'it would fail again' },
  '7i bad driver #1': { differences: ['status: 200 -> 400'], because: KNOWN_BEFORE },
  '7i bad driver #2': { differences: ['status: 200 -> 400'], because: KNOWN_BEFORE },
  '7j schema errors #2': {
    differences: [
      'body.detail.0.ctx.error: "Expecting property name enclosed in double quotes" -> "Expected property name or \'}\'"',
    ],
    because: 'a sentence of our own',
  },
  '7j schema errors #5': { differences: ['status: 200 -> 422'], because: 'half a log-in is no log-in' },
  '8 send_configs #1': {
    differences: [
      'body.result.transcript: "configure terminal\\nEnter configuration commands, one pe... -> "router1#configure terminal\\nEnter configuration commands...',
    ],
    because: 'the transcript begins with the prompt, whatever library the driver name comes from',
  },
  '8 send_configs #2': {
    differences: [
      'body.result.transcript: "interface Loopback0\\ndescription x" -> "router1#configure terminal\\nEnter configuration commands...',
    ],
    because: 'the transcript is whole, whatever library the driver name comes from',
  },
  '9 cache #3': {
    differences: CACHE_MISS,
    because: 'the cache tells devices apart by host and port, not by host alone',
  },
  '9 cache #4': {
    differences: [
      'body.count: 1 -> 2',
      'body.keys.0: "127.0.0.1:show clock" -> "r7:show clock"',
      'body.keys: 1 -> 2 items',
    ],
    because: 'keys name the device of the inventory',
  },
};
