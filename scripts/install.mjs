// Installs the dependencies and, as root on Debian, the servers that some suites need.
import { ensureInstalled } from './lib/project.mjs';
import { installServers } from './lib/servers.mjs';

installServers();
ensureInstalled();
