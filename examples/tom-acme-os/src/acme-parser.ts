import { defineParser } from 'tom-broker/plugin-api';

const MODULE = /^slot +(\d+) +(\S+) +(\d+)M$/gm;

/** Reads what Acme OS shows; `parser: acme` in a request. */
export const acmeParser = defineParser({
  description: 'Outputs of Acme OS',
  readers: {
    acme_os_show_modules: {
      description: 'Modules with their slots, states and memory',
      platform: 'acme_os',
      command: 'sh[[ow]] mod[[ules]]',
      read: (output) =>
        [...output.matchAll(MODULE)].map(([, slot, state, megabytes]) => ({
          slot: Number(slot),
          state,
          memory_bytes: Number(megabytes) * 2 ** 20,
        })),
    },
    acme_os_json: {
      description: 'Whatever the device gives as JSON',
      platform: 'acme_os',
      command: '.*[|] json',
      read: (output) => [JSON.parse(output) as unknown].flat(),
    },
  },
});
