CREATE TABLE emp (id INT, name VARCHAR(50), changed TIMESTAMP);
INSERT INTO emp VALUES (1, 'Ada', '2016-07-12 00:10:00'), (2, 'Grace', '2016-07-12 01:00:00'), (3, 'Edsger', '2016-07-12 01:59:59'), (4, 'Alan', '2016-07-12 03:00:00');
