import { objectOf } from './json-value.js';
import { slugOf } from './netbox.slug.js';

const LOCATIONS = '/api/dcim/locations/';
/** Locations of one name that are looked for at a time; each site may have its own. */
const PAGE = 1_000;

/** Asks the server for the JSON at a path. */
export type AskPath = (path: string) => Promise<unknown>;

/**
 * The filter for devices in locations, by id: NetBox filters devices by the slug of a location from 4.3 on, and one before ignores that and
 * gives all devices.
 */
export async function locationFilter(wanted: readonly string[], ask: AskPath): Promise<URLSearchParams> {
  const query = new URLSearchParams();
  for (const location of wanted) {
    for (const id of await idsOf(location, ask)) query.append('location_id', id);
  }
  return query;
}

/** Ids of the locations with this slug, else with this name. */
async function idsOf(location: string, ask: AskPath): Promise<readonly string[]> {
  const bySlug = await idsBy('slug', slugOf(location), ask);
  const ids = bySlug.length > 0 ? bySlug : await idsBy('name', location, ask);
  if (ids.length > 0) return ids;
  throw new Error(`it has no location "${location}", which location_filter names`);
}

async function idsBy(field: string, value: string, ask: AskPath): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const place = new URLSearchParams({
      [field]: value,
      brief: 'true',
      limit: String(PAGE),
      offset: String(ids.length),
    });
    const { results, next } = objectOf(await ask(`${LOCATIONS}?${place.toString()}`));
    if (!Array.isArray(results)) throw new Error('its answer is no list of locations (count, next, results)');
    ids.push(...results.map((result) => String(objectOf(result).id)));
    if (typeof next !== 'string' || results.length === 0) return ids;
  }
}
