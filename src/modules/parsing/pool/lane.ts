/** A place in a lane. */
export class LanePlace {
  constructor(private lane: Lane) {}

  /** Changes to a lane, if a place is free there. */
  moveTo(other: Lane): boolean {
    if (!other.take()) return false;
    this.leave();
    this.lane = other;
    return true;
  }

  /** Gives the place back, once. */
  leave(): void {
    this.lane.giveBack();
  }
}

/** A number of places, given in the order in which they were asked for. */
export class Lane {
  private readonly waiting = new Set<() => void>();

  constructor(private free: number) {}

  /** A place as soon as one is free; undefined when there was none within this time. */
  async enter(waitMs: number): Promise<LanePlace | undefined> {
    return this.take() || (await this.waitForPlace(waitMs)) ? new LanePlace(this) : undefined;
  }

  /** Takes a place if one is free. */
  take(): boolean {
    if (this.free === 0) return false;
    this.free--;
    return true;
  }

  /** A place goes to whoever has waited longest. */
  giveBack(): void {
    const [next] = this.waiting;
    if (next === undefined) this.free++;
    else next();
  }

  private waitForPlace(waitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isGiven: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(enter);
        resolve(isGiven);
      };
      const enter = (): void => end(true);
      const timer = setTimeout(() => end(false), waitMs);
      this.waiting.add(enter);
    });
  }
}
