import { SettingsError } from '../../../config/settings.errors.js';
import { didYouMean } from '../../../common/nearest-names.js';
import { errorMessage } from '../../../common/tom-error.js';
import { boundedPattern } from '../../parsing/regex/bounded-pattern.js';
import type { PythonRegex } from '../../parsing/regex/python-regex.js';
import { textOf } from '../filters/text-of.js';
import { objectOf } from './json-value.js';

/** What a mapping may look at, and the property of a node it stands for. */
const PROPERTIES: Readonly<Record<string, string>> = {
  vendor: 'Vendor',
  description: 'Description',
  caption: 'Caption',
};
const ACTIONS = ['adapter', 'adapter_driver', 'credential_id', 'port'];
const KEY = 'plugin_solarwinds_device_mappings';

/** A node as SWIS gives it. */
export type SolarWindsNode = Readonly<Record<string, unknown>>;

/** What a mapping gives a node. */
export interface MappingAction {
  readonly adapter?: unknown;
  readonly adapter_driver?: unknown;
  readonly credential_id?: unknown;
  readonly port?: unknown;
}

interface Mapping {
  readonly conditions: readonly { readonly property: string; readonly regex: PythonRegex }[];
  readonly action: MappingAction;
}

function refuseUnknown(keys: readonly string[], known: readonly string[], place: string): void {
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new Error(
    `${place} has the unknown key "${unknown}"${didYouMean(unknown, known)}; it may have ${known.join(', ')}`,
  );
}

function readMapping(mapping: Readonly<Record<string, unknown>>): Mapping {
  const [match, action] = [objectOf(mapping.match), objectOf(mapping.action)];
  refuseUnknown(Object.keys(mapping), ['match', 'action'], 'it');
  refuseUnknown(Object.keys(match), Object.keys(PROPERTIES), 'match');
  refuseUnknown(Object.keys(action), ACTIONS, 'action');
  const conditions = Object.entries(match).map(([key, pattern]) => {
    if (typeof pattern !== 'string') throw new Error(`${key} of match must be a regular expression`);
    return { property: PROPERTIES[key] ?? key, regex: boundedPattern(pattern, 'i') };
  });
  return { conditions, action };
}

/** Which driver and log-in a node gets: the first mapping whose expressions all match. */
export class DeviceMappings {
  private readonly mappings: readonly Mapping[];

  /** Throws `SettingsError` for mappings that can never work. */
  constructor(mappings: readonly Readonly<Record<string, unknown>>[]) {
    const faults: string[] = [];
    this.mappings = mappings.flatMap((mapping, index) => {
      try {
        return [readMapping(mapping)];
      } catch (error) {
        faults.push(`${KEY}: mapping ${index + 1}: ${errorMessage(error)}`);
        return [];
      }
    });
    if (faults.length > 0) throw new SettingsError(faults);
  }

  /** What the node gets; nothing when no mapping matches. */
  actionFor(node: SolarWindsNode): MappingAction | undefined {
    if (this.mappings.length === 0) return {};
    return this.mappings.find(({ conditions }) =>
      conditions.every(({ property, regex }) => regex.search(textOf(node[property])) !== null),
    )?.action;
  }
}
