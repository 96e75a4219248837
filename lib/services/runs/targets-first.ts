interface Related {
  readonly id: string;
  readonly fields: readonly { readonly target?: string }[];
}

/**
 * Registries in an order in which those that relations point into come before those that point: their rows must be
 * there first. Where they point in a circle, the first given begins; else the order given stays.
 */
export function targetsFirst<T extends Related>(registries: readonly T[]): T[] {
  const byId = new Map(registries.map((registry) => [registry.id, registry]));
  const ordered = new Set<T>();
  const visited = new Set<T>();
  const visit = (registry: T): void => {
    if (visited.has(registry)) return;
    visited.add(registry);
    for (const { target } of registry.fields) {
      const pointedAt = target === undefined ? undefined : byId.get(target);
      if (pointedAt) visit(pointedAt);
    }
    ordered.add(registry);
  };
  for (const registry of registries) visit(registry);
  return [...ordered];
}
