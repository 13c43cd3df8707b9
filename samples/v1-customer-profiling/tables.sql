CREATE TABLE profiles (played VARCHAR(10), profile INT, country VARCHAR(40), seconds BIGINT, slice BINARY(32));
CREATE TABLE campaign (day VARCHAR(10), country VARCHAR(40), players INT, seconds BIGINT);
