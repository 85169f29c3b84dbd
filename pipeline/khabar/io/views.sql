-- Views of the DuckDB output: first questions, ready to ask. They join the tables by `document`.

-- Who is named, in which office, in which document.
CREATE VIEW who AS
SELECT d.id, d.published, coalesce(o.name, o.canonical) AS name, o.role, o.position, o.portfolio, o.inferred
FROM (FROM ministers UNION ALL BY NAME FROM officials) o JOIN documents d USING (document);

-- Who holds a portfolio, month by month.
CREATE VIEW holders_by_month AS
SELECT portfolio, coalesce(m.canonical, m.name) AS name, date_trunc('month', d.published) AS month,
       count(DISTINCT document) AS documents
FROM ministers m JOIN documents d USING (document)
WHERE portfolio IS NOT NULL GROUP BY ALL;

-- How often regions and provinces are in the news, month by month.
CREATE VIEW regions_by_month AS
SELECT r.code, r.name, r.country, date_trunc('month', d.published) AS month, count(DISTINCT document) AS documents
FROM regions r JOIN documents d USING (document) GROUP BY ALL;

-- Which programmes are named together with which regions.
CREATE VIEW programs_by_region AS
SELECT coalesce(p.canonical, p.name) AS program, r.name AS region, r.code, count(DISTINCT document) AS documents
FROM programs p JOIN regions r USING (document) GROUP BY ALL;
