import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { errorMessage } from '../common/tom-error.js';
import { LoadedPlugins } from '../modules/plugins/loaded-plugins.js';
import { pluginReferences } from '../modules/plugins/plugin-reference.js';
import type { Settings } from '../config/settings.js';
import { openEditor } from '../modules/credentials/credential-editors.js';
import type { CredentialFields } from '../modules/credentials/credential-editor.port.js';
import { openStore } from '../modules/credentials/credential-stores.js';
import type { Credential } from '../modules/credentials/credential.types.js';
import { ToolUsageError } from './device-tools.errors.js';
import { runTool } from './run-tool.js';
import type { ToolTerminal } from './tool-terminal.js';

const USAGE = 'Usage: npm run credentials -- list | get ID | delete ID | put ID --username NAME [options]';

const HELP = `${USAGE}

The store is the one of the settings (credential_plugin): vault or yaml; list and get work with every store.

put asks without echo for the password, unless a key or an agent is given; on a pipe it reads a line for each secret.
  --username NAME    user name
  --key FILE         file with the private key, which is put into the store
  --passphrase       ask for the passphrase of the key
  --agent SOCKET     socket of an SSH agent on the worker
  --password         ask for a password as well as a key or an agent
  --secret           ask for the enable secret
get shows which fields a credential has, and no secret.`;

const OPTIONS = {
  username: { type: 'string' },
  key: { type: 'string' },
  agent: { type: 'string' },
  password: { type: 'boolean' },
  passphrase: { type: 'boolean' },
  secret: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Options = ReturnType<typeof read>['values'];

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new ToolUsageError(errorMessage(error));
  }
}

/** Reads and writes the credential store by hand; gives the exit code. */
export function runCredentials(args: readonly string[], terminal: ToolTerminal, settings: () => Settings) {
  return runTool({ name: 'credentials', usage: USAGE }, terminal, async () => {
    const { positionals, values } = read(args);
    if (values.help === true) {
      terminal.print(HELP);
      return 0;
    }
    const [action, id = '', ...others] = positionals;
    if (others.length > 0 || (action !== 'list' && id === '')) throw new ToolUsageError('one id must be named');
    if (action === 'put') return put(id, values, terminal, settings());
    if (action === 'delete') return remove(id, terminal, settings());
    if (action === 'list' || action === 'get') return show(action === 'get' ? id : undefined, terminal, settings());
    throw new ToolUsageError(`"${action}" is no action`);
  });
}

async function put(id: string, options: Options, terminal: ToolTerminal, settings: Settings): Promise<number> {
  const editor = await openEditor(settings);
  await editor.put(id, await askFields(options, terminal));
  terminal.print(`credential "${id}" is written`);
  return 0;
}

async function remove(id: string, terminal: ToolTerminal, settings: Settings): Promise<number> {
  const wasThere = await (await openEditor(settings)).remove(id);
  terminal.print(wasThere ? `credential "${id}" is deleted` : `there was no credential "${id}"`);
  return wasThere ? 0 : 1;
}

/** One credential, or the ids of all. */
async function show(id: string | undefined, terminal: ToolTerminal, settings: Settings): Promise<number> {
  const { plugins, projectRoot } = settings;
  const store = await openStore(settings, await LoadedPlugins.load(pluginReferences(plugins.modules, projectRoot)));
  await store.start();
  try {
    const lines = id === undefined ? await store.listIds() : describe(await store.get(id));
    for (const line of lines) terminal.print(line);
    return 0;
  } finally {
    await store.stop();
  }
}

async function askFields(options: Options, terminal: ToolTerminal): Promise<CredentialFields> {
  const { username, key, agent, password, passphrase, secret } = options;
  if (username === undefined) throw new ToolUsageError('--username is missing');
  if (passphrase === true && key === undefined) throw new ToolUsageError('--passphrase is for a key: --key is missing');
  const ask = async (question: string, isWanted: boolean): Promise<string | undefined> => {
    if (!isWanted) return undefined;
    const given = await terminal.askSecret(`${question}: `);
    if (given === undefined || given.reveal() === '')
      throw new ToolUsageError(`no ${question.toLowerCase()} was given`);
    return given.reveal();
  };
  const fields = {
    username,
    password: await ask('Password', password === true || (key === undefined && agent === undefined)),
    private_key: key === undefined ? undefined : await readKey(key),
    passphrase: await ask('Passphrase', passphrase === true),
    agent,
    secret: await ask('Enable secret', secret === true),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function readKey(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new ToolUsageError(`--key ${path} cannot be read: ${errorMessage(error)}`);
  });
}

function describe(credential: Credential): string[] {
  const { username, password, privateKey, agentSocket, enableSecret, answers = [], platforms = new Map() } = credential;
  const secrets = {
    password,
    private_key: privateKey?.key,
    passphrase: privateKey?.passphrase,
    secret: enableSecret,
  };
  return [
    `username: ${username}`,
    ...Object.entries(secrets).flatMap(([name, secret]) => (secret === undefined ? [] : [`${name}: ***`])),
    ...(agentSocket === undefined ? [] : [`agent: ${agentSocket}`]),
    ...answers.map(({ question }) => `answer to ${question.source}: ***`),
    ...(platforms.size === 0 ? [] : [`for devices of ${[...platforms.keys()].join(', ')} there is more`]),
  ];
}
