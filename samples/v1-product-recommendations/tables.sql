CREATE TABLE purchases (customer INT, item INT, bought TIMESTAMP);
INSERT INTO purchases VALUES (1, 11, '2016-07-03'), (1, 12, '2016-07-03'), (2, 11, '2016-07-20'), (2, 13, '2016-08-01');
CREATE TABLE recommendations (item INT, also INT, score DECIMAL(5,3));
