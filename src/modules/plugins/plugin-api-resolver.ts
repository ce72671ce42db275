import { register } from 'node:module';

/** What plugins import Tom's API by. */
const API = 'tom-broker/plugin-api';

/** Runs in the thread in which Node resolves imports; a text, since it has to be a module that needs no build. */
const HOOK = `
let modules = {};
export function initialize(given) { modules = given; }
export function resolve(specifier, context, next) {
  return Object.hasOwn(modules, specifier) ? { url: modules[specifier], shortCircuit: true } : next(specifier, context);
}`;

let isRegistered = false;

/**
 * Lets plugins import the API of the very Tom that loads them, wherever they are installed: errors and ports of a second copy
 * would be other classes. Once in every thread.
 */
export function resolvePluginApi(): void {
  if (isRegistered) return;
  isRegistered = true;
  const modules = {
    [API]: new URL('../../plugin-api/index.js', import.meta.url).href,
    [`${API}/testing`]: new URL('../../plugin-api/testing/index.js', import.meta.url).href,
  };
  register(`data:text/javascript,${encodeURIComponent(HOOK)}`, { data: modules });
}
