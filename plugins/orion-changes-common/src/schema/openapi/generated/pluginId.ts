export const pluginId = 'orion-changes';
