/** Jest resolves the plugin API itself (`moduleNameMapper`), and lets nobody change how Node does. */
export function resolvePluginApi(): void {}
