import type { JobStage, TomError } from '../../../common/tom-error.js';
import type { CliOutcome } from '../cli/cli.types.js';
import {
  CommandTimeoutError,
  DeviceQuestionError,
  OutputTooLargeError,
  SlowPatternError,
  UnexpectedOutputError,
} from '../devices.errors.js';

/** How much of a line an error message shows. */
const SHOWN_LIMIT = 200;

/** A line, as an error shows it. */
export function shown(line: string): string {
  const text = line.trim();
  return `"${text.length > SHOWN_LIMIT ? `${text.slice(0, SHOWN_LIMIT)}…` : text}"`;
}

export function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

export interface OutcomeFacts {
  /** `host:port`. */
  readonly address: string;
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

/** A command came to anything but a reply. */
export function commandError(
  outcome: Exclude<CliOutcome, { kind: 'replied' }>,
  command: string,
  { address, elapsedMs }: OutcomeFacts,
  stage: JobStage = 'command',
): TomError {
  const what = `command ${shown(command)} on ${address}`;
  switch (outcome.kind) {
    case 'asked':
      return new DeviceQuestionError(`device asks: ${shown(outcome.question)} (${what})`, {
        stage,
        partialOutput: outcome.partialOutput,
      });
    case 'too_long':
      return new OutputTooLargeError(
        `the output of ${what} is ${outcome.bytes} bytes long, more than max_output_bytes allows`,
        { stage, partialOutput: outcome.partialOutput },
      );
    case 'timed_out':
      return new CommandTimeoutError(
        `${what} ${outcome.silentMs === null ? `was not done after ${seconds(elapsedMs)}` : `sent no byte for ${seconds(outcome.silentMs)}`}; ` +
          `the last line was ${shown(outcome.lastLine)}`,
        { stage, partialOutput: outcome.partialOutput },
      );
    case 'slow_pattern':
      return new SlowPatternError(
        `the pattern that ${what} waits for takes too long to be looked for; write it without nested repetitions`,
        { stage, partialOutput: outcome.partialOutput },
      );
    case 'opened':
    case 'login_refused':
      return unexpectedOutput(address);
  }
}

/** The device spoke although nobody had asked. */
export function unexpectedOutput(address: string): TomError {
  return new UnexpectedOutputError(
    `${address} sent more text after the prompt of the command before; raise prompt_quiet_ms in adapter_options`,
  );
}
