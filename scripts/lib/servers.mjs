// The servers that some suites need, as Debian packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const SERVERS = {
  'redis-server': ['/usr/bin/redis-server'],
  'openssh-server': ['/usr/sbin/sshd'],
  openssl: ['/usr/bin/openssl'],
  'inetutils-telnetd': ['/usr/sbin/telnetd'],
  busybox: ['/usr/bin/busybox'],
  'dropbear-bin': ['/usr/sbin/dropbear'],
  sudo: ['/usr/bin/sudo'],
  'python3-requests': ['/usr/lib/python3/dist-packages/requests/__init__.py'],
  chromium: ['/usr/bin/chromium'],
  frr: ['/usr/bin/vtysh', '/usr/lib/frr/zebra'],
};

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  if (result.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed`);
}

/** Installs what is missing, as root on Debian; elsewhere the suites that need it say so. */
export function installServers() {
  const missing = Object.keys(SERVERS).filter((name) => !SERVERS[name].every((file) => existsSync(file)));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    console.error(`Missing: ${missing.join(', ')}. Install them (Debian: apt install ${missing.join(' ')}).`);
    return;
  }
  console.error(`Installing ${missing.join(', ')} …`);
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
}
