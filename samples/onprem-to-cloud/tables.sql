CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, city text);
INSERT INTO customers VALUES (1, 'Ada Byron', 'London'), (2, 'Grace Hopper', 'New York'),
  (3, 'Zoë Müller', NULL);
CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers, price numeric(10, 2), ordered timestamptz);
INSERT INTO orders VALUES (1001, 1, 0.05, '2026-01-05T09:12Z'), (1002, 2, 19.47, '2026-01-05T15:45Z'),
  (1003, 1, 3.40, '2026-01-09T11:03:27Z');
CREATE TABLE readings AS
  SELECT n AS id, n % 7 AS sensor, sqrt(n) AS value FROM generate_series(1, 100000) AS n;
