/*
 * What Bull has no command for. The head of a queue is the right end of its list `wait`; delayed jobs are a sorted set whose
 * scores are times in milliseconds, times 4096.
 */

/** KEYS delayed, wait; ARGV ids of jobs. Puts delayed jobs at the head of the queue, the first of them first. Gives those that were not delayed. */
export const TAKE_OUT = `
local gone = {}
for i = #ARGV, 1, -1 do
  if redis.call('ZREM', KEYS[1], ARGV[i]) == 1 then redis.call('RPUSH', KEYS[2], ARGV[i])
  else gone[#gone + 1] = ARGV[i] end
end
return gone
`;

/**
 * KEYS delayed, wait; ARGV a time in milliseconds. Puts the jobs that are delayed beyond that time at the head of the queue, the oldest
 * first: ids sort by age.
 */
export const TAKE_OUT_ALL = `
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', tonumber(ARGV[1]) * 4096), '+inf')
table.sort(ids)
for i = #ids, 1, -1 do
  redis.call('ZREM', KEYS[1], ids[i])
  redis.call('RPUSH', KEYS[2], ids[i])
end
return #ids
`;
