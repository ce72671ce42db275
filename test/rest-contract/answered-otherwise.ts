/** How an answer differs from the recorded one, on purpose. */
interface OtherAnswer {
  /** `place: theirs -> ours`; of another status, nothing else is compared. */
  readonly differences: readonly string[];
  /** What the contract says of it, word by word. */
  readonly because: string;
}

const NO_PASSWORD = 'A password never comes back';
const NEVER_WORKS =
  'Bad input that can never work (unknown driver, unknown template, an invalid regular expression in a filter) fails at once with 4xx, ' +
  'before anything is queued, and never retries';
const NO_CREDENTIAL = '422 (body does not validate, no credential given, or parsing failed)';

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
    because: 'Scrapli driver names find the templates of their platform',
  },
  '5b unknown job #1': { differences: ['status: 200 -> 404'], because: 'An unknown job id is 404, not `null`' },
  '6b raw endpoint inline cred #1': {
    differences: ['body.metadata.credential.password: "inline-SECRET" -> nothing'],
    because: NO_PASSWORD,
  },
  '6c raw endpoint without credential #1': { differences: ['status: 401 -> 422'], because: NO_CREDENTIAL },
  '6c raw endpoint without credential #2': { differences: ['status: 400 -> 422'], because: NO_CREDENTIAL },
  '7 errors: unknown device #1': {
    differences: [
      'body.detail: "Device nope not found in inventory/inventory.yml" -> "device \\"nope\\" is not in the inventory"',
    ],
    because: 'every other error is `{"error": "<title>", "detail": "<sentence>"}`',
  },
  '7 errors: unknown device #2': {
    differences: [
      'contentType: "application/json" -> "text/plain"',
      'body.error: "Not Found" -> nothing',
      'body.detail: "Device nope not found in inventory/inventory.yml" -> nothing',
    ],
    because: 'also for an unknown device, where the other server answers JSON',
  },
  '7b bad password (stored) #2': {
    differences: [
      'body.text: "Authentication failed." -> "AuthenticationFailed: 127.0.0.1:22001 rejects the passwo...',
    ],
    because: '`error` is one sentence with a type (`AuthenticationFailed: …`)',
  },
  '7c bad password (inline) #1': {
    differences: ['body.metadata.credential.password: "badpass" -> nothing'],
    because: NO_PASSWORD,
  },
  '7d unknown credential id #1': { differences: ['body.attempts: 3 -> 1'], because: NEVER_WORKS },
  '7i bad driver #1': { differences: ['status: 200 -> 400'], because: NEVER_WORKS },
  '7i bad driver #2': { differences: ['status: 200 -> 400'], because: NEVER_WORKS },
  '7j schema errors #5': { differences: ['status: 200 -> 422'], because: '`username` without `password` is 422' },
  '9 cache #3': {
    differences: CACHE_MISS,
    because: 'The cache is keyed by device (host, port)',
  },
  '9 cache #4': {
    differences: [
      'body.count: 1 -> 2',
      'body.keys.0: "127.0.0.1:show clock" -> "r7:show clock"',
      'body.keys: 1 -> 2 items',
    ],
    because: '`DELETE /api/cache/{name}` takes the inventory name and works',
  },
};
