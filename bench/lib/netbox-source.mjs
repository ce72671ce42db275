// A source of very many devices that speaks as NetBox does, page by page. Usage: node netbox-source.mjs DEVICES
import { createServer } from 'node:http';

const devices = Number(process.argv[2]);
let requests = 0;

const brief = (id, name) => ({ id, url: `http://netbox/${id}/`, display: name, name, slug: name.toLowerCase() });

function deviceAt(at) {
  const address = { ...brief(at, `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}/24`), family: { value: 4 } };
  return {
    ...brief(at, `device-${at}`),
    device_type: { ...brief(1, 'C9300'), model: 'C9300', manufacturer: brief(1, 'Cisco') },
    role: brief(1, 'Access'),
    platform: brief(1, 'cisco_ios'),
    site: brief(at % 500, `Site-${at % 500}`),
    serial: `FOC${at}`,
    status: { value: 'active', label: 'Active' },
    primary_ip: { ...address, address: address.name },
    primary_ip4: { ...address, address: address.name },
    primary_ip6: null,
    location: null,
    rack: null,
    tenant: null,
    tags: [brief(1, 'Managed')],
    custom_fields: { owner: 'network', ticket: null },
  };
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://source');
  response.setHeader('content-type', 'application/json');
  if (url.pathname === '/requests') return response.end(JSON.stringify(requests));
  requests += 1;
  const [limit, offset] = ['limit', 'offset'].map((key) => Number(url.searchParams.get(key) ?? 0));
  const length = Math.max(0, Math.min(limit, devices - offset));
  const results = Array.from({ length }, (_, index) => deviceAt(offset + index));
  const isLast = offset + limit >= devices;
  const next = isLast ? null : `http://source${url.pathname}?limit=${limit}&offset=${offset + limit}`;
  return response.end(JSON.stringify({ count: devices, next, previous: null, results }));
});
server.listen(0, '127.0.0.1', () => console.log(`source at http://127.0.0.1:${server.address().port}`));
