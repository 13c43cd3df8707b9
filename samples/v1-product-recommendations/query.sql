SELECT item, also, score FROM recommendations ORDER BY item, also
