/**
 * Alarms of deployments that are over and whose release did not live to delete them. `inUse` are the configs that serve or are being
 * deployed.
 */
export function orphanAlarms(names: readonly string[], endpointName: string, inUse: ReadonlySet<string>): string[] {
  const ours = new RegExp(`^(${endpointName}-e\\d+-v\\d+)-(?:kill-switch|judge-alive|backstop)$`);
  return names.filter((name) => {
    const config = ours.exec(name)?.[1];
    return config !== undefined && !inUse.has(config);
  });
}
