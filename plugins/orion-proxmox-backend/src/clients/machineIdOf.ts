/** The SMBIOS UUID in a guest's configuration, in lower case. */
export function machineIdOf(config: { smbios1?: string }): string | undefined {
  return /uuid=([0-9a-f-]{36})/i.exec(config.smbios1 ?? '')?.[1].toLowerCase();
}
