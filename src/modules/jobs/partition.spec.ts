import fc from 'fast-check';
import { deviceKey, partitionOf } from './partition.js';

describe('partitionOf', () => {
  it('gives a partition that exists', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1024 }), (key, partitions) => {
        const partition = partitionOf(key, partitions);
        expect(Number.isInteger(partition) && partition >= 0 && partition < partitions).toBe(true);
      }),
    );
  });

  it('never changes for a device', () => {
    expect(['192.0.2.1:22', '192.0.2.2:22', 'r1.example.com:2222'].map((key) => partitionOf(key, 16))).toEqual([
      4, 11, 15,
    ]);
  });

  it('spreads the devices of one network evenly', () => {
    const counts = new Map<number, number>();
    for (let host = 0; host < 16_000; host++) {
      const partition = partitionOf(`10.0.${host >> 8}.${host & 255}:22`, 16);
      counts.set(partition, (counts.get(partition) ?? 0) + 1);
    }
    expect(Math.min(...counts.values())).toBeGreaterThan(800);
    expect(Math.max(...counts.values())).toBeLessThan(1_200);
  });
});

describe('deviceKey', () => {
  it('takes host names as names do, in either case', () => {
    expect(deviceKey({ host: 'R1.Example.com', port: 22 })).toBe(deviceKey({ host: 'r1.example.com', port: 22 }));
  });

  it('tells ports apart', () => {
    expect(deviceKey({ host: 'lab', port: 22 })).not.toBe(deviceKey({ host: 'lab', port: 23 }));
  });
});
