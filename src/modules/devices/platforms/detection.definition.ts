import { IsNotEmpty, IsString, ValidateIf } from 'class-validator';
import { IsRegularExpression } from './is-regular-expression.decorator.js';

/** What tells a platform apart: the name of its SSH server, or what it says to a command. */
export class DetectionClueDefinition {
  /** Regular expression found in what the SSH server calls itself, such as `Cisco-1.25`. */
  @ValidateIf((clue: DetectionClueDefinition) => clue.command === undefined)
  @IsRegularExpression()
  readonly sshVersion?: string;

  /** A command that changes nothing. */
  @ValidateIf((clue: DetectionClueDefinition) => clue.sshVersion === undefined)
  @IsString()
  @IsNotEmpty()
  readonly command?: string;

  /** Regular expression found in the command's output, `^` and `$` at line ends. */
  @ValidateIf((clue: DetectionClueDefinition) => clue.command !== undefined)
  @IsRegularExpression()
  readonly output?: string;
}
