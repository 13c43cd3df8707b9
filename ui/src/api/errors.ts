/** What the service refused, or that it could not be reached; `status` 0 for the latter. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly target: string | null = null,
    readonly requestId: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

interface ArmError {
  error?: { code?: string; message?: string; target?: string | null };
}

/** The error in an answer, as Azure Resource Manager prints errors. */
export function errorOf(response: Response, body: unknown): ApiError {
  const said =
    (typeof body === 'object' && body !== null ? (body as ArmError).error : undefined) ?? {};
  return new ApiError(
    response.status,
    said.code ?? `Http${response.status}`,
    said.message ?? `The service answered ${response.status} ${response.statusText}`.trim(),
    said.target ?? null,
    response.headers.get('x-ms-request-id'),
  );
}

/** Any thrown value as an ApiError. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof TypeError) {
    return new ApiError(0, 'Unreachable', 'The service cannot be reached.');
  }
  return new ApiError(0, 'Unexpected', thrown instanceof Error ? thrown.message : String(thrown));
}
