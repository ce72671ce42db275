import { existsSync } from 'node:fs';
import { Max, Min } from 'class-validator';
import { Setting } from '../setting.decorator.js';
import { integer, path } from '../setting-types.js';

/** The directory of templates in the image, which can be written to there. */
const IMAGE_DIRECTORY = '/app/templates';

function directoryOf(kind: string): string {
  return `${existsSync(IMAGE_DIRECTORY) ? IMAGE_DIRECTORY : 'templates'}/${kind}`;
}

function defaultOf(kind: string): string {
  return `\`templates/${kind}\`; in the image \`${IMAGE_DIRECTORY}/${kind}\``;
}

/** Templates, and what parsing with them may cost. */
export class ParsingSettings {
  @Setting({
    key: 'textfsm_template_dir',
    type: path,
    roles: ['controller'],
    description: 'Directory of your own TextFSM templates.',
    defaultText: defaultOf('textfsm'),
  })
  readonly textfsmTemplateDir: string = directoryOf('textfsm');

  @Setting({
    key: 'ttp_template_dir',
    type: path,
    roles: ['controller'],
    description: 'Directory of your own TTP templates.',
    defaultText: defaultOf('ttp'),
  })
  readonly ttpTemplateDir: string = directoryOf('ttp');

  @Setting({
    key: 'template_pack_dir',
    type: path,
    roles: ['controller'],
    description: 'Directory where `npm run templates -- install` puts template packs.',
    defaultText: defaultOf('packs'),
  })
  readonly templatePackDir: string = directoryOf('packs');

  @Setting({
    key: 'parse_timeout_ms',
    type: integer,
    unit: 'milliseconds',
    roles: ['controller'],
    description: 'How long parsing the output of one command may take, from when a thread begins with it.',
  })
  @Min(100)
  @Max(600_000)
  readonly parseTimeoutMs: number = 10_000;

  @Setting({
    key: 'parse_wait_ms',
    type: integer,
    unit: 'milliseconds',
    roles: ['controller'],
    description: 'How long the output of one command may wait for a parsing thread that is free.',
  })
  @Min(1000)
  @Max(600_000)
  readonly parseWaitMs: number = 30_000;

  @Setting({
    key: 'max_parse_output_bytes',
    type: integer,
    unit: 'bytes',
    roles: ['controller'],
    description: 'Longest output of one command that is parsed.',
  })
  @Min(1024)
  readonly maxParseOutputBytes: number = 67_108_864;

  @Setting({
    key: 'max_parse_rows',
    type: integer,
    roles: ['controller'],
    description: 'Most rows that parsing the output of one command may give.',
  })
  @Min(1)
  readonly maxParseRows: number = 1_000_000;
}
