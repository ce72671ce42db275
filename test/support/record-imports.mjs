// Preload for a Node process: prints every module that it loads, ES module or CommonJS, as `loaded: <path>`.
import Module from 'node:module';
import { MessageChannel } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
port1.on('message', (url) => process.stdout.write(`loaded: ${url}\n`));
port1.unref();

const hooks = `
  let port;
  export function initialize(data) { port = data.port; }
  export async function load(url, context, next) {
    port.postMessage(url);
    return next(url, context);
  }
`;
Module.register(`data:text/javascript,${encodeURIComponent(hooks)}`, { data: { port: port2 }, transferList: [port2] });

const loadCommonJs = Module._load;
Module._load = function recordedLoad(request, ...rest) {
  process.stdout.write(`loaded: ${request.includes('/') ? request : `node_modules/${request}/`}\n`);
  return loadCommonJs.call(this, request, ...rest);
};
