import type { TomPlugin, TtpMacro } from 'tom-broker/plugin-api';

interface Module {
  readonly slot: string;
  readonly state: string;
}

/** A matched value: `2G` and the like become a number, and the unit a field of its own. */
const size: TtpMacro = (data, { withFields }) => {
  const [, amount, unit] = /^(\d+)([KMG])$/.exec(String(data)) ?? [];
  return amount === undefined ? false : withFields(Number(amount), { unit });
};

/** A record: only modules that are there. */
const present: TtpMacro = (data) => (data as Module).state !== 'absent';

/** The text before it is parsed: without what the device logs in between. */
const withoutLog: TtpMacro = (data) => String(data).replace(/^%.*\n/gm, '');

/** The results: modules by their slots. */
const bySlot: TtpMacro = (data) => {
  const modules = (data as { readonly modules?: readonly Module[] }[]).flatMap(({ modules = [] }) => modules);
  return Object.fromEntries(modules.map((module) => [module.slot, module]));
};

export default {
  ttpMacros: { size, present, without_log: withoutLog, by_slot: bySlot },
} satisfies TomPlugin;
