import type { ApiApp } from '../context.ts';
import { ProblemError } from './problem.ts';

/** For an address of its own, in whose place a later route would take any word; after its methods. */
export function addNoOtherMethod(app: ApiApp, path: string, allow: string): void {
  app.all(path.replaceAll(/\{(\w+)\}/gu, ':$1'), () => {
    throw new ProblemError('METHOD_NOT_ALLOWED', { headers: { allow } });
  });
}

/**
 * Finds the problem for a request that no route takes: 405 if the address has other methods, 404 if not. If several
 * routes match, the one with the fewest parameters counts: `errors/assignments` is an address of its own, not a failure
 * id.
 */
export function createNotFoundProblem(app: ApiApp): (method: string, path: string) => ProblemError {
  const routes = app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route'
      ? [
          {
            method: definition.route.method.toUpperCase(),
            pattern: patternOf(definition.route.path),
            parameters: definition.route.path.split('{').length,
          },
        ]
      : [],
  );
  return (_method, path) => {
    const matching = routes.filter(({ pattern }) => pattern.test(path));
    const fewest = Math.min(...matching.map(({ parameters }) => parameters));
    const closest = matching.filter(({ parameters }) => parameters === fewest);
    const methods = [...new Set(closest.map(({ method }) => method))];
    return methods.length === 0
      ? new ProblemError('NOT_FOUND')
      : new ProblemError('METHOD_NOT_ALLOWED', { headers: { allow: methods.toSorted().join(', ') } });
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u');
}
