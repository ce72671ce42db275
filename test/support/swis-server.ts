import type { JsonSchema } from './json-schema.js';
import { SourceServer, type SourceAnswer, type SourceRequest } from './source-server.js';

export type SwisNode = Readonly<Record<string, unknown>>;

/**
 * The answer to a query as the SolarWinds Information Service documents it (https://github.com/solarwinds/OrionSDK/wiki/REST, and
 * https://solarwinds.github.io/OrionSDK/swis-json-rest.html): the properties that this project asks for.
 */
export const SWIS_ANSWER: JsonSchema = {
  type: 'object',
  required: ['results'],
  properties: {
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['NodeID', 'IPAddress', 'Uri', 'Caption', 'Description', 'Status', 'Vendor', 'DetailsUrl'],
        properties: {
          NodeID: { type: 'integer' },
          IPAddress: { type: ['string', 'null'] },
          Caption: { type: ['string', 'null'] },
          Status: { type: 'integer' },
          Vendor: { type: ['string', 'null'] },
        },
      },
    },
  },
};

export function swisNode(NodeID: number, Caption: string | null, more: SwisNode = {}): SwisNode {
  return {
    NodeID,
    IPAddress: `10.2.0.${NodeID}`,
    Uri: `swis://orion.example.net/Orion/Orion.Nodes/NodeID=${NodeID}`,
    Caption,
    Description: 'Cisco IOS Software, C2960 Software',
    Status: 1,
    Vendor: 'Cisco',
    DetailsUrl: `/Orion/NetPerfMon/NodeDetails.aspx?NetObject=N:${NodeID}`,
    ...more,
  };
}

/** The one form of SWQL that this project writes. */
const QUERY =
  /^SELECT (?:TOP (\d+) )? ?([\w, ]+) FROM Orion\.Nodes WHERE (NodeID > @after|Caption = @name)(?: AND Status IN \(([\d, ]+)\))? ORDER BY NodeID$/;

/** The REST interface of SWIS: SWQL by POST, basic authentication. Texts compare without regard to case, as in its database. */
export class SwisServer extends SourceServer {
  readonly basic = `Basic ${Buffer.from('tom:s3cret').toString('base64')}`;

  constructor(public nodes: readonly SwisNode[]) {
    super();
  }

  override answer({ url, method, authorization, body }: SourceRequest): SourceAnswer {
    if (authorization !== this.basic) return { status: 401, json: { Message: 'no' } };
    if (method !== 'POST' || url.pathname !== '/SolarWinds/InformationService/v3/Json/Query')
      return { status: 404, json: {} };
    const { query, parameters } = body as { query: string; parameters: { after?: number; name?: string } };
    const [, top, properties = '', condition, statuses] = QUERY.exec(query) ?? [];
    if (condition === undefined) return { status: 400, json: { Message: `mismatched input in: ${query}` } };
    const wanted = this.nodes
      .filter(({ NodeID, Caption }) =>
        condition === 'Caption = @name'
          ? String(Caption).toLowerCase() === String(parameters.name).toLowerCase()
          : Number(NodeID) > Number(parameters.after),
      )
      .filter(({ Status }) => statuses === undefined || statuses.split(', ').includes(String(Status)))
      .sort((a, b) => Number(a.NodeID) - Number(b.NodeID))
      .slice(0, Number(top ?? Infinity));
    const names = properties.split(', ');
    return { json: { results: wanted.map((node) => Object.fromEntries(names.map((name) => [name, node[name]]))) } };
  }
}
