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

/**
 * KEYS job, wait, delayed, failed; ARGV id, time, reason, data. Ends a job that waits, with the reason given and the data in place of its
 * own; has one that a worker holds flagged, so that it is not delivered again. Gives `aborted`, `held`, `finished` or nothing for a
 * job that is not there.
 */
export const ABORT = `
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
if redis.call('HEXISTS', KEYS[1], 'finishedOn') == 1 then return 'finished' end
if redis.call('LREM', KEYS[2], 0, ARGV[1]) + redis.call('ZREM', KEYS[3], ARGV[1]) > 0 then
  redis.call('ZADD', KEYS[4], ARGV[2], ARGV[1])
  redis.call('HSET', KEYS[1], 'failedReason', ARGV[3], 'data', ARGV[4], 'finishedOn', ARGV[2])
  redis.call('PUBLISH', KEYS[4], cjson.encode({ jobId = ARGV[1] }))
  return 'aborted'
end
local options = redis.call('HGET', KEYS[1], 'opts')
if not string.find(options, '"isAborted":true', 1, true) then
  redis.call('HSET', KEYS[1], 'opts', '{"isAborted":true,' .. string.sub(options, 2))
end
return 'held'
`;

/** KEYS job, lock; ARGV token. Flags a job so that it is not delivered again. Gives 0 when the lock is not of this token. */
export const FORBID_REPEAT = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
local options = redis.call('HGET', KEYS[1], 'opts')
if not string.find(options, '"isIrreversible":true', 1, true) then
  redis.call('HSET', KEYS[1], 'opts', '{"isIrreversible":true,' .. string.sub(options, 2))
end
return 1
`;

/** KEYS job, lock; ARGV token. Takes back what `FORBID_REPEAT` did. */
export const ALLOW_REPEAT = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
local options = redis.call('HGET', KEYS[1], 'opts')
redis.call('HSET', KEYS[1], 'opts', (string.gsub(options, '"isIrreversible":true,', '', 1)))
return 1
`;

/** KEYS set; ARGV member, lifetime in milliseconds. Gives the size of the set. */
export const ADD_TO_SET = `
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('SCARD', KEYS[1])
`;

/**
 * KEYS index of the partition, index of the device, and for each of them how far it was swept; ARGV id, time to live in milliseconds, prefix of jobs. Adds
 * an id to both, and looks at two others of each in turn: those whose jobs are gone are taken out, which keeps an index within twice its jobs.
 */
export const INDEX_JOB = `
local function add(index, swept)
  redis.call('ZADD', index, 0, ARGV[1])
  local from = redis.call('GET', swept)
  local ids = redis.call('ZRANGEBYLEX', index, from and '(' .. from or '-', '+', 'LIMIT', 0, 2)
  for _, id in ipairs(ids) do
    if redis.call('EXISTS', ARGV[3] .. id) == 0 then redis.call('ZREM', index, id) end
  end
  if #ids == 2 then redis.call('SET', swept, ids[2], 'PX', ARGV[2]) else redis.call('DEL', swept) end
  redis.call('PEXPIRE', index, ARGV[2])
end
add(KEYS[1], KEYS[3])
add(KEYS[2], KEYS[4])
`;
