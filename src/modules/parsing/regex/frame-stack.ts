const FRAME_SIZE = 3;
const INITIAL_FRAMES = 256;
/** Marks a frame as a plain alternative, not a run that can give back characters. */
const NO_RUN = -1;

/**
 * What a matcher can go back to, latest last. A frame is an alternative (an address and the position to resume at, for a run
 * also the least it must keep) or a register with the value to put back.
 */
export class FrameStack {
  private frames = new Int32Array(FRAME_SIZE * INITIAL_FRAMES);
  private top = 0;
  /** Set by `popAlternative`. */
  address = 0;
  position = 0;
  /** Where the run may not go below; negative for a plain alternative. */
  runMinimum = NO_RUN;

  /** A mark to return to: everything pushed later lies above it. */
  get height(): number {
    return this.top;
  }

  clear(): void {
    this.top = 0;
  }

  pushAlternative(address: number, position: number, runMinimum = NO_RUN): void {
    this.push(address, position, runMinimum);
  }

  pushRegister(register: number, value: number): void {
    this.push(-1 - register, value, NO_RUN);
  }

  /** Takes frames off down to the latest alternative, putting registers back; false when there is none above `base`. */
  popAlternative(base: number, registers: number[]): boolean {
    const { frames } = this;
    while (this.top > base) {
      this.top -= FRAME_SIZE;
      const target = frames[this.top] ?? 0;
      const value = frames[this.top + 1] ?? 0;
      if (target >= 0) {
        this.address = target;
        this.position = value;
        this.runMinimum = frames[this.top + 2] ?? NO_RUN;
        return true;
      }
      registers[-1 - target] = value;
    }
    return false;
  }

  /** Undoes everything above `base`. */
  undo(base: number, registers: number[]): void {
    while (this.popAlternative(base, registers)) {
      // Alternatives are dropped.
    }
  }

  /** Makes what happened above `base` final, but keeps the registers to put back when going back past it. */
  dropAlternatives(base: number): void {
    let kept = base;
    for (let index = base; index < this.top; index += FRAME_SIZE) {
      if ((this.frames[index] ?? 0) < 0) {
        this.frames.copyWithin(kept, index, index + FRAME_SIZE);
        kept += FRAME_SIZE;
      }
    }
    this.top = kept;
  }

  private push(target: number, value: number, runMinimum: number): void {
    if (this.top + FRAME_SIZE > this.frames.length) {
      const larger = new Int32Array(2 * this.frames.length);
      larger.set(this.frames);
      this.frames = larger;
    }
    const { frames, top } = this;
    frames[top] = target;
    frames[top + 1] = value;
    frames[top + 2] = runMinimum;
    this.top = top + FRAME_SIZE;
  }
}
