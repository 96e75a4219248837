/** A file that a use case answers with, made while it is read. */
export interface ServedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly parts: AsyncIterable<string | Uint8Array>;
}

/** Sends a file at the pace at which it is taken: what is not read yet is not made. */
export function fileResponse({ name, mediaType, parts }: ServedFile): Response {
  const source = parts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
      },
      async cancel() {
        await source.return?.();
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      "content-type": mediaType,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
