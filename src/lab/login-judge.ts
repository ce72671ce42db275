import type { DeviceLog } from './device-log.js';
import type { LoginTry } from './front-options.js';
import type { LabFaults } from './lab-faults.js';

export interface LoginJudgeOptions {
  readonly username: string;
  readonly password: string;
  /** See `LoginDescription.user_suffix`. */
  readonly userSuffix: string | undefined;
  readonly log: DeviceLog;
  readonly faults: () => LabFaults;
}

/** Decides who gets in, and writes every try down. */
export class LoginJudge {
  constructor(private readonly options: LoginJudgeOptions) {}

  judge(login: LoginTry, done: (isAccepted: boolean) => void): void {
    const { wrongPassword, accountLocked, loginDelayMs } = this.options.faults();
    const isAccepted = this.isRight(login) && !wrongPassword && !accountLocked;
    this.options.log.loginTried({ username: login.username, method: login.method, accepted: isAccepted });
    if (loginDelayMs === undefined) done(isAccepted);
    else setTimeout(() => done(isAccepted), loginDelayMs).unref();
  }

  private isRight({ username, password }: LoginTry): boolean {
    const { userSuffix } = this.options;
    const [name] = userSuffix === undefined ? [username] : username.split(userSuffix);
    return name === this.options.username && password === this.options.password;
  }
}
