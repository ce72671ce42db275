import { Injectable } from '@nestjs/common';
import { SessionPool } from '../../devices/session/session-pool.js';
import { DeviceGate } from '../../jobs/worker/device-gate.js';
import type { WorkerLoad } from '../worker-report.types.js';

/** Lines that are reported. */
const MOST_LINES = 50;

/** Says what this worker has to do. */
@Injectable()
export class WorkerLoadSource {
  constructor(
    private readonly gate: DeviceGate,
    private readonly sessions: SessionPool,
  ) {}

  get load(): WorkerLoad {
    const { busyDevices } = this.gate;
    return { busyDevices, openSessions: this.sessions.size, devices: this.gate.longest(MOST_LINES) };
  }
}
