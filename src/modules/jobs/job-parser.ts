import { Injectable } from '@nestjs/common';
import type { Histogram } from 'prom-client';
import { Metrics } from '../../common/metrics/metrics.js';
import { isAutodetect } from '../devices/platforms/autodetect.js';
import { ParsingService, type ParsedOutput, type ParseWish } from '../parsing/parsing.service.js';
import type { ParsingWish, ShownOutput } from './job-output.types.js';
import type { SourcedOutput } from './cached/merged-outputs.js';
import type { JobDevice } from './job.types.js';

/** Parses outputs of jobs as their callers want them. */
@Injectable()
export class JobParser {
  private readonly parseTime: Histogram<'parser'>;

  constructor(
    private readonly parsing: ParsingService,
    metrics: Metrics,
  ) {
    this.parseTime = metrics.histogram({
      name: 'tom_parse_seconds',
      help: 'Parsing of one output, with the wait for a free thread; failures as well.',
      labels: ['parser'],
    });
  }

  /**
   * Throws what parsing would throw for want of a template: before the device is touched. Where the platform is not yet
   * known, only a template that is named can be looked for.
   */
  check(device: JobDevice, commands: readonly string[], wishes: readonly (ParsingWish | null)[]): void {
    for (const [index, command] of commands.entries()) {
      const wish = wishes[index] ?? null;
      if (wish === null || (isAutodetect(device.driver) && wish.template === null)) continue;
      this.parsing.resolve(toRequest(device, command, wish));
    }
  }

  /** The outputs in their order, those with a wish parsed. */
  async show(
    device: JobDevice,
    outputs: readonly SourcedOutput[],
    wishes: readonly (ParsingWish | null)[],
  ): Promise<ShownOutput[]> {
    const show = async (
      { output: { command, output, rejection, logLines, platform: driver = device.driver }, cache }: SourcedOutput,
      wish: ParsingWish | null,
    ): Promise<ShownOutput> => ({
      command,
      text: output,
      rejection: rejection ?? null,
      logLines: logLines ?? [],
      parsed: wish === null ? null : await this.parse(toRequest({ ...device, driver }, command, wish), output),
      includeRaw: wish?.includeRaw ?? false,
      cache,
    });
    return Promise.all(outputs.map((output, index) => show(output, wishes[index] ?? null)));
  }

  private async parse(request: ParseWish, output: string): Promise<ParsedOutput> {
    const measured = this.parseTime.startTimer({ parser: request.parser });
    try {
      return await this.parsing.parse(request, output);
    } finally {
      measured();
    }
  }
}

function toRequest(device: JobDevice, command: string, wish: ParsingWish): ParseWish {
  return {
    parser: wish.parser,
    driver: device.driver,
    command,
    ...(device.name === null ? {} : { hostname: device.name }),
    ...(wish.template === null ? {} : { template: wish.template }),
    ...(wish.source === null ? {} : { source: wish.source }),
  };
}
