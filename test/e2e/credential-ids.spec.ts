import { EmbeddedTom } from '../support/embedded-tom.js';

const PLANT = 'pl4nted-l1sted';

describe('GET /api/credentials', () => {
  let tom: EmbeddedTom;

  beforeAll(async () => {
    const credentials = {
      routers: { username: `${PLANT}-user`, password: PLANT, secret: PLANT },
      lab: { username: 'admin', password: PLANT },
    };
    tom = await EmbeddedTom.start({ devices: {}, credentials });
  });
  afterAll(() => tom.stop());

  it('gives ids, and nothing else of the store', async () => {
    const { status, json, text } = await tom.client.get('/api/credentials');
    expect([status, json]).toEqual([200, { credentials: ['lab', 'routers'] }]);
    expect(text).not.toContain(PLANT);
  });

  it('checks its timeout', async () => {
    expect((await tom.client.get('/api/credentials?timeout=5')).status).toBe(200);
    expect((await tom.client.get('/api/credentials?timeout=soon')).status).toBe(422);
  });
});
