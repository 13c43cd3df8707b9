CREATE TABLE profiles (profile INT, country VARCHAR(40), seconds BIGINT, slice BINARY(32));
CREATE TABLE campaign (day VARCHAR(10), country VARCHAR(40), players INT, seconds BIGINT);
