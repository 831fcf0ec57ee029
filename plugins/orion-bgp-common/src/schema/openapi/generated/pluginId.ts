export const pluginId = 'orion-bgp';
