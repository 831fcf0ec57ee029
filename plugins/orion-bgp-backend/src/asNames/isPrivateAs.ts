/** Whether a number is for use inside a network alone (RFC 6996). */
export function isPrivateAs(asn: number): boolean {
  return (
    (asn >= 64_512 && asn <= 65_534) ||
    (asn >= 4_200_000_000 && asn <= 4_294_967_294)
  );
}
