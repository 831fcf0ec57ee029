import { Unknown } from '@orion/backstage-plugin-orion-react';

/** An address, a prefix, a path of systems: read from left to right in every script. */
export function LtrText({ text }: { text?: string }) {
  return text ? <bdi dir="ltr">{text}</bdi> : <Unknown />;
}
