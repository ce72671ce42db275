import { BooleanField, IntegerField, PasswordField, TextField } from '../../../common/http/fields.js';

/** Longest deadline a request may ask for, in seconds: a day. */
export const MAX_SECONDS = 86_400;

/** What every request for a job may say. */
export class JobRequestFields {
  @BooleanField({
    description: 'Hold the request until the job has finished and answer with its output',
    default: false,
  })
  wait!: boolean;

  @IntegerField({
    description: 'Seconds the commands of one try may take; connecting and logging in have deadlines of their own',
    default: 10,
    minimum: 1,
    maximum: MAX_SECONDS,
  })
  timeout!: number;

  @TextField({ description: 'User to log in as, instead of the stored credential', default: null, minLength: 1 })
  username!: string | null;

  @PasswordField({ description: 'Password of that user; never kept and never given back', default: null })
  password!: string | null;
}
