import assert from 'node:assert/strict';
import { PlatformRegistry } from '../../modules/devices/platforms/platform-registry.js';
import type { Platform, RejectionReason } from '../../modules/devices/platforms/platform.types.js';
import type { PlatformPlugin } from '../platform-plugin.js';
import type { ContractCheck } from './contract-check.js';
import { PlatformDialogue } from './platform-dialogue.js';

/** A command, and all that a device shows then, as it was recorded. */
export interface PlatformSample {
  /** The prompt it is typed at. */
  readonly prompt: string;
  readonly command: string;
  /** What comes between the echo and the next prompt, in several parts where the device waits for a key between them. */
  readonly shows: readonly string[];
  /** What is to be made of it. */
  readonly output: string;
  /** Why the device refuses the command. Default: it does not. */
  readonly refused?: RejectionReason;
}

/** A platform to look at. */
export interface PlatformSubject {
  /** All platforms of the plugin. */
  readonly platforms: Readonly<Record<string, PlatformPlugin>>;
  /** Which of them is looked at. */
  readonly name: string;
  /** Prompts as the device shows them, by the names of its privilege levels. */
  readonly prompts: Readonly<Record<string, readonly string[]>>;
  readonly samples: readonly PlatformSample[];
}

const AT_ONCE = Number.MAX_SAFE_INTEGER;

async function load({ platforms, name }: PlatformSubject): Promise<Platform> {
  const pluginPlatforms = Object.entries(platforms).map(([key, definition]) => ({
    name: key,
    plugin: 'under test',
    definition: { name: key, ...definition },
  }));
  const registry = new PlatformRegistry({ pluginPlatforms });
  await registry.onModuleInit();
  return registry.resolve(name);
}

/** A dialogue with a session that stands at a prompt. */
function dialogueAt(platform: Platform, prompt: string, pieceBytes: number): PlatformDialogue {
  const dialogue = new PlatformDialogue(platform, prompt, pieceBytes);
  const { kind } = dialogue.open();
  assert.equal(kind, 'opened', `the prompt ${JSON.stringify(prompt)} is not found`);
  return dialogue;
}

function checkSample(platform: Platform, { prompt, command, shows, ...expected }: PlatformSample, pieceBytes: number) {
  const outcome = dialogueAt(platform, prompt, pieceBytes).send(command, shows);
  assert.equal(outcome.kind, 'replied', `"${command}" is not answered, but ${JSON.stringify(outcome)}`);
  if (outcome.kind !== 'replied') return;
  assert.equal(outcome.output, expected.output);
  assert.equal(outcome.rejection?.reason, expected.refused);
}

/** What Tom relies on with a plugin's platform. */
export function platformContract(subject: PlatformSubject): readonly ContractCheck[] {
  const { name, prompts, samples } = subject;
  const loaded = load(subject);
  loaded.catch(() => undefined);
  return [
    {
      name: 'is a definition that can be used, under its own name',
      run: async () => assert.equal((await loaded).name, name),
    },
    {
      name: 'knows every prompt, and the privilege level that it stands for',
      run: async () => {
        const platform = await loaded;
        for (const [level, shown] of Object.entries(prompts)) {
          for (const prompt of shown) {
            const found = dialogueAt(platform, prompt, AT_ONCE).level;
            assert.equal(
              found,
              level,
              `the prompt ${JSON.stringify(prompt)} stands for "${found}", not for "${level}"`,
            );
          }
        }
      },
    },
    {
      name: 'gives the outputs of the samples, without echo, pagers and prompt, and knows a refusal',
      run: async () => {
        const platform = await loaded;
        for (const sample of samples) checkSample(platform, sample, AT_ONCE);
      },
    },
    {
      name: 'gives the same when what the device shows comes byte by byte',
      run: async () => {
        const platform = await loaded;
        for (const sample of samples) checkSample(platform, sample, 1);
      },
    },
  ];
}
