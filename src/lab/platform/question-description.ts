import 'reflect-metadata';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Min } from 'class-validator';

const ANSWERS = ['enable_secret', 'password', 'username', 'anything'] as const;

/** A question that the device asks before it goes on. */
export class QuestionDescription {
  /** Text of the question, as `Password: `. */
  @IsString()
  prompt!: string;

  /** What the answer must be: the enable secret, the log-in's password or user name, or anything at all. Default `anything`. */
  @IsIn(ANSWERS)
  answer: (typeof ANSWERS)[number] = 'anything';

  /**
   * The answers that are understood, in any case, and the line that each of them runs instead of the command; an empty
   * line goes on with the command, `null` leaves all as it is. They replace `answer`.
   */
  @IsOptional()
  @IsObject()
  choices?: Record<string, string | null>;

  /** Whether one key is the answer, without Enter. Default false. */
  @IsBoolean()
  key = false;

  /** Whether the answer is echoed. Default false. */
  @IsBoolean()
  echo = false;

  /** How often it is asked before the command fails. Default 3. */
  @IsInt()
  @Min(1)
  attempts = 3;

  /** What is said between two attempts. */
  @IsOptional()
  @IsString()
  retry?: string;

  /** What is said after the last attempt. */
  @IsOptional()
  @IsString()
  failure?: string;
}
