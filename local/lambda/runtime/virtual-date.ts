/** Replaces the global `Date` so that it shows one instant; timers and `performance.now` stay real. */
export function installVirtualDate(): (now: number) => void {
  const RealDate = Date;
  let now = RealDate.now();
  const VirtualDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now] : args, newTarget),
    apply: () => new RealDate(now).toString(),
    get: (target, key, receiver) => (key === 'now' ? () => now : Reflect.get(target, key, receiver)),
  });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: VirtualDate, writable: true, configurable: true });
  globalThis.Date = VirtualDate;
  return (instant) => {
    now = instant;
  };
}
