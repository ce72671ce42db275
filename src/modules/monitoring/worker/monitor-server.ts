import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HealthRegistry } from '../../../common/health/health-registry.js';
import { Metrics } from '../../../common/metrics/metrics.js';
import { errorMessage } from '../../../common/tom-error.js';
import { Settings } from '../../../config/settings.js';
import { MonitorPortError } from '../monitoring.errors.js';

const REQUEST_TIMEOUT_MS = 5_000;

interface MonitorAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Answers `/health`, `/ready` and `/metrics` at a port of this worker's own, where one is set. */
@Injectable()
export class MonitorServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Monitoring');
  private server: Server | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly health: HealthRegistry,
    private readonly metrics: Metrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { monitorPort: port, monitorHost: host } = this.settings.metrics;
    if (port === undefined) return;
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
      void this.answer(request.method, request.url).then((answer) => send(response, answer));
    });
    this.server = server;
    try {
      await once(server.listen(port, host), 'listening');
    } catch (error) {
      throw new MonitorPortError(
        `the monitoring port cannot be opened at ${host} port ${port} (${errorMessage(error)}); choose another monitor_port`,
      );
    }
    const address = server.address();
    const opened = typeof address === 'object' && address !== null ? address.port : port;
    this.logger.log(`health and metrics at ${host} port ${opened}`);
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server?.listening !== true) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  private async answer(method: string | undefined, url = ''): Promise<MonitorAnswer> {
    const [path] = url.split('?', 1);
    if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'Method Not Allowed' });
    if (path === '/health') return json(200, { status: 'ok' });
    if (path === '/ready') return this.ready();
    if (path === '/metrics') return { status: 200, type: this.metrics.contentType, body: await this.metrics.text() };
    return json(404, { error: 'Not Found', detail: 'there are /health, /ready and /metrics' });
  }

  private async ready(): Promise<MonitorAnswer> {
    const statuses = Object.entries(await this.health.check());
    const isReady = statuses.every(([, { ok }]) => ok);
    const isDegraded = statuses.some(([, { degraded }]) => degraded === true);
    const checks = Object.fromEntries(statuses.map(([name, { reason }]) => [name, reason ?? 'ok']));
    const ready = isDegraded ? 'degraded' : 'ready';
    return json(isReady ? 200 : 503, { status: isReady ? ready : 'not_ready', checks });
  }
}

function json(status: number, body: unknown): MonitorAnswer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}

function send(response: ServerResponse, { status, type, body }: MonitorAnswer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
