import type { CannedQuery } from './canned-query.js';

export const lineageQueries: readonly CannedQuery[] = [
  {
    name: 'publications',
    group: 'root causes',
    sentence: 'How often a fed store was published, and what became of its root causes each time.',
    inputs: [],
    sql: `
      SELECT publication, any_value(published_through) AS published_through,
        count(DISTINCT former_id) FILTER (kind = 'grown') AS grown, count(DISTINCT former_id) FILTER (kind = 'split') AS split,
        count(DISTINCT former_id) FILTER (kind = 'merged') AS merged, count(DISTINCT former_id) FILTER (kind = 'gone') AS gone,
        count(*) FILTER (kind = 'new') AS new,
        count(*) FILTER (heir AND former_id <> id) AS renamed
      FROM lineage WHERE level = 'root_cause' GROUP BY publication ORDER BY publication`,
  },
  {
    name: 'lineage',
    group: 'root causes',
    sentence: 'What became of root causes when a fed store was published: all that are not the same.',
    inputs: [
      { name: 'publication', type: 'number', sentence: 'Which publication; 0 is the last.', fallback: 0 },
    ],
    sql: `
      SELECT publication, published_through, kind, former_id, id, former_sources, sources, shared, parts, formers, heir
      FROM lineage
      WHERE level = 'root_cause' AND kind <> 'same'
        AND publication = CASE WHEN $publication = 0 THEN (SELECT max(publication) FROM lineage) ELSE $publication END
      ORDER BY kind, former_id, shared DESC, id`,
  },
  {
    name: 'root-cause-history',
    group: 'root causes',
    sentence:
      'One root cause over the publications of a fed store: what it comes from, and what carries it on.',
    inputs: [{ name: 'id', type: 'text', sentence: 'The root cause, R and 16 hex digits.' }],
    sql: `
      WITH RECURSIVE line(id) AS (
        SELECT CAST($id AS VARCHAR)
        UNION
        SELECT CASE WHEN l.id = line.id THEN l.former_id ELSE l.id END
        FROM lineage AS l JOIN line ON l.id = line.id OR l.former_id = line.id
        WHERE l.level = 'root_cause' AND l.heir
      )
      SELECT publication, published_through, kind, former_id, id, former_sources, sources, shared, heir FROM lineage
      WHERE level = 'root_cause' AND (id IN (SELECT id FROM line) OR former_id IN (SELECT id FROM line))
      ORDER BY publication, former_id, id`,
  },
];
