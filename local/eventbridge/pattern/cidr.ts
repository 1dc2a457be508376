import { BlockList, isIP } from 'node:net';
import type { Matcher } from './matcher.ts';
import { PatternError } from './pattern-error.ts';

/** A block of addresses, version 4 or 6, or a single address. @throws PatternError */
export function cidr(block: unknown): Matcher {
  if (typeof block !== 'string') throw new PatternError('prefix match pattern must be a string');
  const [address = '', length] = block.split('/');
  const family = familyOf(address);
  if (family === undefined) throw new PatternError(`Nonstandard IP address: ${address}`);
  const bits = family === 'ipv4' ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (length === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) {
    throw new PatternError(`Malformed CIDR, mask bits must be between 0 and ${bits}`);
  }
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return (value) => {
    const given = typeof value === 'string' ? familyOf(value) : undefined;
    return given === family && list.check(value as string, family);
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}
