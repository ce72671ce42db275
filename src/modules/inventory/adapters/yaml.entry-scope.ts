import { didYouMean } from '../../../common/nearest-names.js';
import { referencedVariable } from '../../../config/referenced-variable.js';
import { DEVICE_KEYS } from '../device-entry.js';

export type YamlEntry = Readonly<Record<string, unknown>>;

/** Top-level keys of an inventory file that are no device. */
export const DEFAULTS_KEY = '_defaults';
export const GROUPS_KEY = '_groups';
/** Key of a device with the groups it is in: one name, or a list in which the later ones win. */
const GROUP_KEY = 'groups';

export const ENTRY_KEYS: readonly string[] = [...DEVICE_KEYS, GROUP_KEY];

const REFERENCE = /\$(\$)?\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

/** An entry with all that it inherits, and what is wrong with that, as sentences. */
export interface CompleteEntry {
  readonly entry: YamlEntry;
  readonly faults: readonly string[];
}

export function isMapping(value: unknown): value is YamlEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(under: YamlEntry, over: YamlEntry): YamlEntry {
  const [below, above] = [under.adapter_options, over.adapter_options];
  const options = isMapping(below) && isMapping(above) ? { adapter_options: { ...below, ...above } } : {};
  return { ...under, ...over, ...options };
}

/** What devices of one file inherit: its defaults, and the groups of all files. */
export class EntryScope {
  constructor(
    private readonly defaults: YamlEntry,
    private readonly groups: ReadonlyMap<string, YamlEntry>,
  ) {}

  complete({ [GROUP_KEY]: named = [], ...own }: YamlEntry): CompleteEntry {
    const faults: string[] = [];
    const names: readonly unknown[] = Array.isArray(named) ? named : [named];
    const inherited = names.reduce<YamlEntry>((under, name) => merge(under, this.group(name, faults)), this.defaults);
    const entry = merge(inherited, own);
    return { entry: mayRefer(entry) ? (resolveReferences(entry, faults) as YamlEntry) : entry, faults };
  }

  private group(name: unknown, faults: string[]): YamlEntry {
    const group = typeof name === 'string' ? this.groups.get(name) : undefined;
    if (group !== undefined) return group;
    const hint = typeof name === 'string' ? didYouMean(name, this.groups.keys()) : '';
    faults.push(`group ${JSON.stringify(name)} is not in ${GROUPS_KEY}${hint}`);
    return {};
  }
}

/** Most entries refer to nothing, and need not be copied. */
function mayRefer(entry: YamlEntry): boolean {
  return Object.values(entry).some((value) => (typeof value === 'string' ? value.includes('${') : isContainer(value)));
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The value with each `${NAME}` and `${NAME:-default}` in its texts replaced; `$${` stands for `${`. */
function resolveReferences(value: unknown, faults: string[]): unknown {
  if (typeof value === 'string') return resolveText(value, faults);
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, faults));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, faults)]));
}

function resolveText(text: string, faults: string[]): string {
  return text.replace(REFERENCE, (whole, escape: string | undefined, name: string, otherwise: string | undefined) => {
    if (escape !== undefined) return whole.slice(1);
    const variable = referencedVariable(name);
    if ('value' in variable) return variable.value;
    if (otherwise !== undefined) return otherwise;
    faults.push(`environment variable ${name} ${variable.fault}`);
    return '';
  });
}
