import { errorMessage } from '../../../common/tom-error.js';
import type { ConfigOptions } from '../device-sessions.port.js';
import { OutcomeUnknownError } from '../devices.errors.js';
import type { ConfigurationMode } from '../platforms/platform.types.js';
import { shown } from './outcome-errors.js';
import type { Transcript } from './transcript.js';

/** How far a push had come. */
interface BrokenPush {
  readonly address: string;
  readonly answered: number;
  readonly sent: number;
  readonly mode: ConfigurationMode;
  readonly options: ConfigOptions;
}

/** The error of a push that was broken off after its first byte may have gone out. */
export function unknownOutcome(cause: unknown, push: BrokenPush, transcript: Transcript): OutcomeUnknownError {
  const { address, answered, sent } = push;
  return new OutcomeUnknownError(
    `the configuration of ${address} may be in force in part, ${answered} of ${sent} lines were answered ` +
      `(${errorMessage(cause)}); ${wayBack(push)}look at the device before it is sent again`,
    { stage: 'config', partialOutput: transcript.upTo(''), cause },
  );
}

function wayBack({ mode: { prepare }, options: { confirmWithinMinutes = null } }: BrokenPush): string {
  if (prepare !== null) return `${shown(prepare.command)} was done before; `;
  if (confirmWithinMinutes === null) return '';
  return `unless it was confirmed, the device takes it back within ${confirmWithinMinutes} minutes; `;
}
