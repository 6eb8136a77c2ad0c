// What went wrong, as a code and facts; sentences are found later, in the reader's language.

export type Facts = Readonly<Record<string, unknown>>;

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly facts: Facts = {},
    readonly sentences: { readonly ja?: string; readonly en?: string } = {},
  ) {
    super(code);
    this.name = 'Problem';
  }
}

/** The answer never came: nothing is known about what the server did. */
export const unreachable = (): Problem => new Problem('unreachable', 0);

export function problemFrom(status: number, body: unknown): Problem {
  if (typeof body !== 'object' || body === null) return new Problem('unexpected', status);
  const { code, facts, title, detail } = body as Record<string, unknown>;
  return new Problem(
    typeof code === 'string' ? code : 'unexpected',
    status,
    typeof facts === 'object' && facts !== null ? (facts as Facts) : {},
    {
      ...(typeof detail === 'string' ? { ja: detail } : {}),
      ...(typeof title === 'string' ? { en: title } : {}),
    },
  );
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('unexpected', 0);
}
