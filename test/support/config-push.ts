import type { ConfigOptions, ConfigReply } from '../../src/modules/devices/device-sessions.port.js';
import { ScriptedDevice } from './scripted-device.js';

/** What a device shows after a line, by the line; `else` is for all others. A function may remember. */
type Script = Readonly<Record<string, string | (() => string)>>;

export interface ConfigPushScript {
  readonly driver: string;
  readonly prompt: string;
  readonly script: Script;
  /** For lines that the script does not know. */
  readonly patterns?: readonly { readonly match: RegExp; readonly text: string }[];
  readonly lines: readonly string[];
  readonly options?: ConfigOptions;
}

/** Pushes lines to a device that follows the script, and gives the reply and everything that was typed. */
export async function pushConfigs({
  driver,
  prompt,
  script,
  patterns = [],
  lines,
  options,
}: ConfigPushScript): Promise<ConfigReply & { typed: string[] }> {
  let current = prompt;
  const device = await ScriptedDevice.open({
    driver,
    prompt,
    answer: (line) => {
      const entry = script[line] ?? patterns.find(({ match }) => match.test(line))?.text ?? script.else ?? '';
      const text = typeof entry === 'string' ? entry : entry();
      const shown = text === '' ? current : text;
      const lastLine = shown.split('\n').at(-1) ?? '';
      if (!/[?:] ?$/.test(lastLine)) current = lastLine;
      return shown;
    },
  });
  return { ...(await device.session.sendConfigs(lines, options)), typed: device.typed };
}
