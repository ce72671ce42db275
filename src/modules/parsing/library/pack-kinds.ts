import type { TemplateLanguage } from './library.types.js';
import { packFileName } from './linked-files.js';
import { TEXTFSM } from './textfsm-library.js';
import type { TtpFunctions } from '../ttp/ttp-functions.js';
import { ttpLanguage, TTP_PACK } from './ttp-library.js';

/** A library of templates that can be installed as a pack. */
export interface PackKind {
  /** Name of the pack and of its source. */
  readonly name: string;
  readonly language: TemplateLanguage<unknown>;
  /** The folder of the templates, counted from the root of the project. */
  readonly folder: string;
  /** The folders in it that hold the templates, at any depth; without them the templates lie in the folder itself. */
  readonly subfolders?: readonly string[];
  /** Whether there is a file that says which template reads which command. */
  readonly hasIndex: boolean;
  /** Version that is installed when none is asked for. */
  readonly defaultVersion: string;
  /** Where the project publishes the archive of a version. */
  address(version: string): string;
  /** The name under which a file is installed, by its path below the folder. */
  readonly installedName: (path: string) => string;
}

/**
 * The packs that the installer knows.
 * @param functions what plugins register for TTP templates
 */
export function packKinds(functions: TtpFunctions): readonly PackKind[] {
  return [
    {
      name: 'ntc',
      language: TEXTFSM,
      folder: 'ntc_templates/templates',
      hasIndex: true,
      defaultVersion: '9.0.0',
      address: (version) => `https://github.com/networktocode/ntc-templates/archive/refs/tags/v${version}.tar.gz`,
      installedName: (path) => path,
    },
    {
      name: TTP_PACK,
      language: ttpLanguage(functions),
      folder: 'ttp_templates',
      subfolders: ['platform', 'get', 'misc', 'yang'],
      hasIndex: false,
      defaultVersion: '0.5.10',
      address: (version) =>
        `https://files.pythonhosted.org/packages/source/t/ttp-templates/ttp_templates-${version}.tar.gz`,
      installedName: packFileName,
    },
  ];
}
