import type { ApiApp } from './context.ts';
import { ProblemError } from './problem.ts';

/** For a request that no route takes: 405 where the address has other methods, 404 where it has none. */
export function notFoundProblem(app: ApiApp): (method: string, path: string) => ProblemError {
  const routes = app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route'
      ? [{ method: definition.route.method.toUpperCase(), pattern: patternOf(definition.route.path) }]
      : [],
  );
  return (_method, path) => {
    const allowed = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
    return allowed.length === 0
      ? new ProblemError('NOT_FOUND')
      : new ProblemError('METHOD_NOT_ALLOWED', { headers: { allow: allowed.toSorted().join(', ') } });
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u');
}
