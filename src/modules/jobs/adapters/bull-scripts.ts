/*
 * What Bull has no command for. The head of a queue is the right end of its list `wait`; delayed jobs are a sorted set whose
 * scores are times in milliseconds, times 4096.
 */

/**
 * KEYS delayed, wait; ARGV prefix of jobs, how many are to be taken out, their ids, then the ids of those that were taken out before. Puts delayed
 * jobs at the head of the queue, the first of them first, behind those from before that are still there. Gives those that have ended.
 */
export const TAKE_OUT = `
local last = 2 + tonumber(ARGV[2])
local before, held, gone = {}, {}, {}
local function noteEnded(id)
  if redis.call('EXISTS', ARGV[1] .. id) == 0 or redis.call('HEXISTS', ARGV[1] .. id, 'finishedOn') == 1 then gone[#gone + 1] = id end
end
for i = last + 1, #ARGV do
  before[ARGV[i]] = true
  noteEnded(ARGV[i])
end
local head = redis.call('LINDEX', KEYS[2], -1)
while head and before[head] do
  held[#held + 1] = redis.call('RPOP', KEYS[2])
  head = redis.call('LINDEX', KEYS[2], -1)
end
for i = last, 3, -1 do
  if redis.call('ZREM', KEYS[1], ARGV[i]) == 1 then redis.call('RPUSH', KEYS[2], ARGV[i])
  else noteEnded(ARGV[i]) end
end
for i = #held, 1, -1 do redis.call('RPUSH', KEYS[2], held[i]) end
return gone
`;

/**
 * KEYS delayed, wait; ARGV a time in milliseconds, how many jobs that wait to look at. Puts the jobs that are delayed beyond that time at the head
 * of the queue, and those that were handed back there among them: all by age, the oldest first. Ids sort by age.
 */
export const TAKE_OUT_ALL = `
local after = '(' .. string.format('%.0f', tonumber(ARGV[1]) * 4096)
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], after, '+inf')
redis.call('ZREMRANGEBYSCORE', KEYS[1], after, '+inf')
local waiting = redis.call('LRANGE', KEYS[2], -tonumber(ARGV[2]), -1)
redis.call('LTRIM', KEYS[2], 0, -#waiting - 1)
for _, id in ipairs(waiting) do ids[#ids + 1] = id end
table.sort(ids)
for i = #ids, 1, -1 do redis.call('RPUSH', KEYS[2], ids[i]) end
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

/** KEYS job, lock; ARGV token. Flags a job so that it is not delivered again. Gives 0 when the lock is not of this token, 2 for a job that is aborted. */
export const FORBID_REPEAT = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
local options = redis.call('HGET', KEYS[1], 'opts')
if string.find(options, '"isAborted":true', 1, true) then return 2 end
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

/**
 * KEYS set of the device's unfinished jobs, index of the partition, index of the device, and for each index how far it was swept; ARGV id, time
 * to live of the set and of an index in milliseconds, prefix of jobs, how many others to look at, id that those come before. Adds an id to all
 * three, and looks at others of each index in turn: those whose jobs are gone are taken out. Gives the size of the set.
 */
export const ENTER_JOB = `
local function sweep(index, swept)
  local count = tonumber(ARGV[5])
  local from = redis.call('GET', swept)
  local ids = redis.call('ZRANGEBYLEX', index, from and '(' .. from or '-', '(' .. ARGV[6], 'LIMIT', 0, count)
  for _, id in ipairs(ids) do
    if redis.call('EXISTS', ARGV[4] .. id) == 0 then redis.call('ZREM', index, id) end
  end
  if #ids == count then redis.call('SET', swept, ids[count], 'PX', ARGV[3]) else redis.call('DEL', swept) end
end
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
for i = 2, 3 do
  redis.call('ZADD', KEYS[i], 0, ARGV[1])
  redis.call('PEXPIRE', KEYS[i], ARGV[3])
  if ARGV[5] ~= '0' then sweep(KEYS[i], KEYS[i + 2]) end
end
return redis.call('SCARD', KEYS[1])
`;
