SELECT day, country, players, seconds FROM campaign ORDER BY day, country
