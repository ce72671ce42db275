import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { InventoryService } from '../inventory.service.js';

/** Header that says what is wrong with the sources the answer may rest on. */
export const WARNING_HEADER = 'Tom-Inventory-Warning';

/** Says in a header of the answer that a source cannot be read and a copy of it stands in. Keeps nobody out. */
@Injectable()
export class InventoryNoticeGuard implements CanActivate {
  constructor(private readonly inventory: InventoryService) {}

  canActivate(context: ExecutionContext): boolean {
    const problems = this.inventory.statuses.flatMap(({ problem }) => problem ?? []);
    if (problems.length > 0) {
      const text = problems.join('; ').replace(/[^ -~]/g, '?');
      context.switchToHttp().getResponse<FastifyReply>().header(WARNING_HEADER, text);
    }
    return true;
  }
}
