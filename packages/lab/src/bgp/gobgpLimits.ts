/** Of gw2's sessions with the transit: near enough to what it sends that somebody can exceed them. */
export const gobgpLimits = { ipv4: 800, ipv6: 2_000 };
