import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { InventoryService } from '../inventory.service.js';

/** Header that says what is wrong with the sources the answer may rest on. */
export const WARNING_HEADER = 'Tom-Inventory-Warning';

/** Says in a header of the answer that a source cannot be read and a copy of it stands in. */
@Injectable()
export class InventoryNoticeInterceptor implements NestInterceptor {
  constructor(private readonly inventory: InventoryService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const problems = this.inventory.statuses.flatMap(({ problem }) => problem ?? []);
    if (problems.length > 0) {
      const text = problems.join('; ').replace(/[^ -~]/g, '?');
      context.switchToHttp().getResponse<FastifyReply>().header(WARNING_HEADER, text);
    }
    return next.handle();
  }
}
