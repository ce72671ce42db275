import { Injectable } from '@nestjs/common';
import { errorMessage } from '../../common/tom-error.js';
import { InventoryService } from '../inventory/inventory.service.js';
import { SharedState } from '../state/shared-state.port.js';

export interface Readiness {
  readonly isReady: boolean;
  /** `ok` or a sentence, by what was asked. */
  readonly checks: Readonly<Record<string, string>>;
}

const OK = 'ok';

/** Whether this controller can serve: its store answers and its inventory is loaded. */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly state: SharedState,
    private readonly inventory: InventoryService,
  ) {}

  async check(): Promise<Readiness> {
    const [state, inventory] = await Promise.all([this.checkState(), this.checkInventory()]);
    return { isReady: state === OK && inventory === OK, checks: { state, inventory } };
  }

  private async checkState(): Promise<string> {
    return (await this.state.isReachable()) ? OK : 'the shared store (Redis) does not answer';
  }

  private async checkInventory(): Promise<string> {
    try {
      await this.inventory.listDevices();
      return OK;
    } catch (error) {
      return errorMessage(error);
    }
  }
}
