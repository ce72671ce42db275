/*
 * A lease is a hash: owner -> "<fence>:<end>", and `#fence`, the last fence given. Times are those of Redis, so
 * that the clocks of the workers do not matter. Fences follow that clock in microseconds but never fall or repeat while the
 * hash is there; the hash outlives its last lease by a minute, which makes them grow also from one hash to the next.
 */
const LEASE_PREAMBLE = `
local clock = redis.call('TIME')
local micros = clock[1] * 1000000 + clock[2]
local now = math.floor(micros / 1000)
local function decode(value)
  local fence, ends = string.match(value, '^(%d+):(%d+)$')
  return fence, tonumber(ends)
end
local function keep(owner, fence, ttl)
  redis.call('HSET', KEYS[1], owner, string.format('%s:%.0f', fence, now + ttl))
  local left = math.max(redis.call('PTTL', KEYS[1]), ttl + 60000)
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left))
end
local function held(owner)
  local value = redis.call('HGET', KEYS[1], owner)
  if not value then return nil end
  local fence, ends = decode(value)
  if ends <= now then return nil end
  return fence
end
`;

/**
 * KEYS channel; ARGV message. With the channel as its key, all of its messages go through one node of a cluster: those of different
 * nodes overtake each other.
 */
export const PUBLISH = `return redis.call('PUBLISH', KEYS[1], ARGV[1])`;

/** KEYS lease; ARGV owner, ttl, slots. Gives the fence, or nil when every slot is held. */
export const ACQUIRE_LEASE = `${LEASE_PREAMBLE}
local owner, ttl, slots = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local fence = held(owner)
if not fence then
  local taken = 0
  local fields = redis.call('HGETALL', KEYS[1])
  for i = 1, #fields, 2 do
    if fields[i] ~= '#fence' then
      local _, ends = decode(fields[i + 1])
      if ends <= now then redis.call('HDEL', KEYS[1], fields[i]) else taken = taken + 1 end
    end
  end
  if taken >= slots then return nil end
  local last = tonumber(redis.call('HGET', KEYS[1], '#fence') or '0')
  fence = string.format('%.0f', math.max(micros, last + 1))
  redis.call('HSET', KEYS[1], '#fence', fence)
end
keep(owner, fence, ttl)
return fence
`;

/** KEYS lease; ARGV owner, fence, ttl. Gives 1 when renewed. */
export const RENEW_LEASE = `${LEASE_PREAMBLE}
if held(ARGV[1]) ~= ARGV[2] then return 0 end
keep(ARGV[1], ARGV[2], tonumber(ARGV[3]))
return 1
`;

/** KEYS lease; ARGV owner, fence. Gives 1 when it was held. */
export const RELEASE_LEASE = `${LEASE_PREAMBLE}
if held(ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('HDEL', KEYS[1], ARGV[1])
`;

/** KEYS lease. Gives the owners of the places held. */
export const LEASE_HOLDERS = `${LEASE_PREAMBLE}
local owners = {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if fields[i] ~= '#fence' then
    local _, ends = decode(fields[i + 1])
    if ends > now then owners[#owners + 1] = fields[i] end
  end
end
return owners
`;

/** KEYS claim; ARGV value, ttl. Gives the value it has then. */
export const CLAIM = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return ARGV[1] end
return redis.call('GET', KEYS[1])
`;

/** KEYS claim; ARGV value. Gives 1 when it was removed. */
export const RELEASE_CLAIM = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`;

/**
 * KEYS every key that the events name, each once; ARGV the number of events, then of each event: the place of its once-key among KEYS and that
 * key's time to live; that of the others; the number of counters, of scores and of logs; of each counter key, field and by how much it grows, of
 * each score key, member and the ranking's time to live, of each log key, entry and how many it keeps. Gives of each event 1 when it counted.
 */
export const TALLY = `
local arg = 0
local function nextArg()
  arg = arg + 1
  return ARGV[arg]
end
local function nextNumber() return tonumber(nextArg()) end
local function nextKey() return KEYS[nextNumber()] end
local events = nextNumber()
local hashes, rankings, ends, counted = {}, {}, {}, {}
local function grow(all, key, name, by)
  local one = all[key] or {}
  all[key] = one
  one[name] = (one[name] or 0) + by
end
local function lasts(key, ttl) ends[key] = math.max(ends[key] or 0, ttl) end
for event = 1, events do
  local isNew = redis.call('SET', nextKey(), '1', 'NX', 'PX', nextArg())
  counted[event] = isNew and 1 or 0
  local ttl, counters, scores, logs = nextNumber(), nextNumber(), nextNumber(), nextNumber()
  for i = 1, counters + scores + logs do
    local key, name, number = nextKey(), nextArg(), nextNumber()
    if isNew and i <= counters then
      grow(hashes, key, name, number)
      lasts(key, ttl)
    elseif isNew and i <= counters + scores then
      grow(rankings, key, name, 1)
      lasts(key, number)
    elseif isNew then
      redis.call('LPUSH', key, name)
      redis.call('LTRIM', key, 0, number - 1)
      lasts(key, ttl)
    end
  end
end
for key, fields in pairs(hashes) do
  for field, by in pairs(fields) do redis.call('HINCRBY', key, field, string.format('%.0f', by)) end
end
for key, members in pairs(rankings) do
  for member, by in pairs(members) do redis.call('ZINCRBY', key, by, member) end
end
for key, ms in pairs(ends) do redis.call('PEXPIRE', key, string.format('%.0f', ms)) end
return counted
`;
