import { resolve } from 'node:path';
import { validateSync, type ValidationError } from 'class-validator';
import { didYouMean } from '../common/nearest-names.js';
import type { SettingRole } from './role.js';
import { allowedWords } from './setting-constraints.js';
import { settingsOf, type SettingDefinition, type SettingsClass } from './setting.decorator.js';
import type { SettingEntry, SettingValues } from './setting-values.js';

/** How the settings of a class are found in the sources. */
export interface ReadContext {
  readonly values: SettingValues;
  /** Halves this process runs; settings that others read are left at their default. */
  readonly halves: readonly SettingRole[];
  /** Absolute path that relative paths start at. */
  readonly projectRoot: string;
  /** Put before each key: `plugin_<name>_`, or nothing. */
  readonly keyPrefix?: string;
}

/** A settings class, filled; not to be used when there are faults. */
export interface ReadGroup<T> {
  readonly group: T;
  /** One sentence each. */
  readonly faults: readonly string[];
}

const SHOWN_CHARACTERS = 80;

/** What a setting was given, without a log-in or a query in an address: both may hold a secret. */
function shown(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a map';
  const text =
    typeof value === 'string' ? value.replace(/\/\/[^/?#]*@/, '//***@').replace(/(:\/\/[^?]*\?).+/, '$1***') : value;
  const json = JSON.stringify(text);
  return json.length > SHOWN_CHARACTERS ? `${json.slice(0, SHOWN_CHARACTERS)}…` : json;
}

function faultSentence(definition: SettingDefinition, entry: SettingEntry, expectation: string): string {
  const subject = `${entry.where}: ${entry.key}`;
  return definition.type.isSecret
    ? `${subject} ${expectation} (its value is not shown)`
    : `${subject} is ${shown(entry.value)}: it ${expectation}`;
}

/** Fills one settings class and checks it; never throws. */
class GroupReader<T extends object> {
  private readonly group: T;
  private readonly entries = new Map<string, SettingEntry>();
  private readonly faults: string[] = [];
  private readonly mistyped = new Set<string>();
  private readonly definitions: readonly SettingDefinition[];

  constructor(
    private readonly type: SettingsClass<T>,
    private readonly context: ReadContext,
  ) {
    this.group = new type();
    this.definitions = settingsOf(type).filter(({ roles }) => roles.some((role) => context.halves.includes(role)));
  }

  read(): ReadGroup<T> {
    for (const definition of this.definitions) this.assign(definition);
    for (const definition of settingsOf(this.type)) this.resolvePath(definition);
    for (const error of validateSync(this.group, { skipUndefinedProperties: true, forbidUnknownValues: false })) {
      this.addFault(error);
    }
    return { group: this.group, faults: this.faults };
  }

  private keyOf({ key }: Pick<SettingDefinition, 'key'>): string {
    return `${this.context.keyPrefix ?? ''}${key}`;
  }

  private entryOf(definition: SettingDefinition): SettingEntry | undefined {
    const keys = [this.keyOf(definition), ...(definition.aliases ?? []).map((key) => this.keyOf({ key }))];
    return keys.map((key) => this.context.values.find(key, definition.roles)).find((entry) => entry !== undefined);
  }

  private assign(definition: SettingDefinition): void {
    const entry = this.entryOf(definition);
    if (entry === undefined) return;
    this.entries.set(definition.property, entry);
    const value = definition.type.parse(entry.value);
    if (value === undefined) {
      this.mistyped.add(definition.property);
      this.faults.push(faultSentence(definition, entry, definition.type.expected));
      return;
    }
    Object.assign(this.group, { [definition.property]: value });
  }

  private resolvePath({ type, property }: SettingDefinition): void {
    const value: unknown = Reflect.get(this.group, property);
    if (type.isPath !== true || typeof value !== 'string') return;
    Object.assign(this.group, { [property]: resolve(this.context.projectRoot, value) });
  }

  private addFault({ property, constraints = {} }: ValidationError): void {
    const definition = this.definitions.find((candidate) => candidate.property === property);
    if (definition === undefined || this.mistyped.has(property)) return;
    const entry = this.entries.get(property);
    if (entry === undefined) {
      this.faults.push(`${this.keyOf(definition)} must be set${this.misspelling(definition)}`);
      return;
    }
    for (const message of Object.values(constraints)) {
      const expectation = message.replace(`${property} `, '') + this.nearestWord(property, entry);
      this.faults.push(faultSentence(definition, entry, expectation));
    }
  }

  private nearestWord(property: string, entry: SettingEntry): string {
    return didYouMean(String(entry.value), allowedWords(this.type, property) ?? []);
  }

  private misspelling(definition: SettingDefinition): string {
    const known = new Set(settingsOf(this.type).map((other) => this.keyOf(other)));
    const strangers = this.context.values.all().map(({ key }) => key);
    return didYouMean(
      this.keyOf(definition),
      strangers.filter((key) => !known.has(key)),
    ).replace('did you mean', 'is it what you meant by');
  }
}

/** The settings of a class from the sources, with every fault. */
export function readGroup<T extends object>(type: SettingsClass<T>, context: ReadContext): ReadGroup<T> {
  return new GroupReader(type, context).read();
}
