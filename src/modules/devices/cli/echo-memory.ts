/** Silence after which a prompt is believed although the echo has not come: where it is not known if one comes. */
const UNKNOWN_ECHO_MS = 100;
/** Likewise on a device that has echoed before. */
const MISSING_ECHO_MS = 1000;

/** Whether the device of a session echoes what is typed. */
export class EchoMemory {
  private hasEcho: boolean | undefined;

  /** How long a prompt without echo before it must stand, in milliseconds. */
  get waitMs(): number {
    if (this.hasEcho === undefined) return UNKNOWN_ECHO_MS;
    return this.hasEcho ? MISSING_ECHO_MS : 0;
  }

  remember(wasSeen: boolean): void {
    this.hasEcho = wasSeen;
  }
}
