export const pluginId = 'orion';
