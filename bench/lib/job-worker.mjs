// A worker process of the bench: runs jobs until it is told to stop. Its settings are its argument, as JSON.
import { engineSettings, startEngine } from './job-engine.mjs';
import { simulatedWorker } from './simulated-devices.mjs';

const { deviceMs, ...options } = JSON.parse(process.argv[2]);
const settings = await engineSettings(options);
const app = await startEngine(settings, await simulatedWorker(settings, deviceMs));
process.once('SIGTERM', () => void app.close());
console.log('ready');
