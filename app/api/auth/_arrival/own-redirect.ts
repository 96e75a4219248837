/** To another page, ours or a provider's; kept by nobody, and told to nobody as where the browser came from. */
export const goTo = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": "private, no-store", "referrer-policy": "no-referrer" },
  });

/** Back to the sign-in page, which has words for each code. */
export const refuse = (code: string): Response => goTo(`/sign-in?error=${encodeURIComponent(code)}`);
