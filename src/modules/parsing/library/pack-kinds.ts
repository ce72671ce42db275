import type { TemplateLanguage } from './library.types.js';
import { TEXTFSM } from './textfsm-library.js';

/** A library of templates that can be installed as a pack. */
export interface PackKind {
  /** Name of the pack and of its source. */
  readonly name: string;
  readonly language: TemplateLanguage<unknown>;
  /** The folder of the templates, counted from the root of the project. */
  readonly folder: string;
  /** Version that is installed when none is asked for. */
  readonly defaultVersion: string;
  /** Where the project publishes the archive of a version. */
  address(version: string): string;
}

/** The packs that the installer knows. */
export const PACK_KINDS: readonly PackKind[] = [
  {
    name: 'ntc',
    language: TEXTFSM,
    folder: 'ntc_templates/templates',
    defaultVersion: '9.0.0',
    address: (version) => `https://github.com/networktocode/ntc-templates/archive/refs/tags/v${version}.tar.gz`,
  },
];
